package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// cadaver, a command-line client, with a script for its prompt.
class CadaverTest extends WebdavTest {

    @TempDir
    private Path home;
    private ClientProgram cadaver;

    @BeforeEach
    void findCadaver() throws Exception {
        cadaver = ClientProgram.require("cadaver", home);
        Files.writeString(home.resolve("notes.txt"), "some notes");
    }

    @Test
    void filesAreUploadedDownloadedAndListed() throws Exception {
        String said = script("""
                put notes.txt
                get notes.txt back.txt
                ls
                """);

        assertThat(said).contains("Uploading notes.txt to `/notes.txt':", "Downloading `/notes.txt' to back.txt:")
                .containsPattern("notes.txt +10 ");
        assertThat(content("notes.txt")).isEqualTo("some notes");
        assertThat(home.resolve("back.txt")).hasContent("some notes");
    }

    @Test
    void treesAreMadeCopiedMovedAndDeleted() throws Exception {
        script("""
                put notes.txt
                mkcol folder
                copy notes.txt folder/
                move folder moved
                delete notes.txt
                mkcol away
                rmcol away
                """);

        assertThat(namesIn(data)).containsExactly(".gitdav", "moved");
        assertThat(content("moved/notes.txt")).isEqualTo("some notes");
    }

    @Test
    void lockIsTakenShownAndGivenBack() throws Exception {
        String said = script("""
                put notes.txt
                lock notes.txt
                discover notes.txt
                put notes.txt
                unlock notes.txt
                """);

        assertThat(said).contains("Locking `notes.txt':").contains("Lock token <").contains("Scope: exclusive")
                .contains("Unlocking `notes.txt':");
        assertThat(put("/notes.txt", "free again")).isEqualTo(204);
    }

    @Test
    void propertiesAreSetAndRead() throws Exception {
        String said = script("""
                put notes.txt
                propset notes.txt colour "light blue"
                propget notes.txt colour
                """);

        assertThat(said).contains("Value of colour is: light blue");
    }

    @Test
    void userReadsWhyALargeUploadIsRefused() throws Exception {
        restart("--webdav-quota=1MiB");
        Files.write(home.resolve("large"), new byte[5_000_000]);

        var outcome = cadaver.run("put large\nput large no/such/large\nquit\n", Map.of(), server.uri().toString());

        assertThat(outcome.output()).contains("507 Insufficient Storage", "409 Conflict");
        assertThat(namesIn(data)).containsExactly(".gitdav");
    }

    /// Runs the lines in the root of the share; none of them may fail.
    private String script(String lines) throws Exception {
        var outcome = cadaver.run(lines + "quit\n", Map.of(), server.uri().toString());
        assertThat(outcome.output()).doesNotContain("failed", "Could not", "Unrecognised", "takes at most",
                "not supported");
        return outcome.output();
    }
}
