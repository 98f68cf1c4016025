package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// davix, the client of physicists' data centres.
class DavixTest extends WebdavTest {

    @TempDir
    private Path home;

    @Test
    void filesAreUploadedListedAndDownloaded() throws Exception {
        Files.writeString(home.resolve("notes.txt"), "some notes");

        run("davix-mkdir", address("folder"));
        run("davix-put", "notes.txt", address("folder/notes.txt"));
        run("davix-get", address("folder/notes.txt"), "back.txt");

        assertThat(run("davix-ls", address("folder"))).contains("notes.txt");
        assertThat(content("folder/notes.txt")).isEqualTo("some notes");
        assertThat(home.resolve("back.txt")).hasContent("some notes");
    }

    @Test
    void userReadsWhyALargeUploadIsRefused() throws Exception {
        restart("--webdav-quota=1MiB");
        Files.write(home.resolve("large"), new byte[5_000_000]);

        var full = ClientProgram.require("davix-put", home).run("large", address("large"));
        var noFolder = ClientProgram.require("davix-put", home).run("large", address("no/such/large"));

        assertThat(full.output()).contains("507");
        assertThat(noFolder.output()).contains("409");
    }

    private String address(String path) {
        return server.uri().resolve(path).toString();
    }

    private String run(String program, String... arguments) throws Exception {
        var outcome = ClientProgram.require(program, home).run(arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }
}
