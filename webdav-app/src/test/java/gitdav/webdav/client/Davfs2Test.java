package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// davfs2, which mounts the share into the file system. Only root may, and only where there is FUSE.
@Tag("long")
class Davfs2Test extends WebdavTest {

    @TempDir
    private Path home;
    private ClientProgram unmount;
    private Path mounted;

    @BeforeEach
    void mount() throws Exception {
        ClientProgram.skipUnless(
                Files.isWritable(Path.of("/dev/fuse")) && System.getProperty("user.name").equals("root"),
                "mounting needs /dev/fuse and root");
        var mount = ClientProgram.require("mount.davfs", home);
        unmount = ClientProgram.require("umount", home);
        mounted = Files.createDirectory(home.resolve("mounted"));
        // davfs2 works as a user of its own.
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path cache = Files.createDirectory(home.resolve("cache"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        // buf_size: with less, davfs2 before 1.7.2 cannot list a folder on Linux 6.16 and newer ("Invalid argument").
        Path settings = Files.writeString(home.resolve("davfs2.conf"), """
                ask_auth 0
                delay_upload 0
                buf_size 64
                cache_dir %s
                """.formatted(cache));

        restart("--webdav-quota=1MiB");
        put("/theirs.txt", "theirs");
        var outcome = mount.run(server.uri().toString(), mounted.toString(), "-o", "conf=" + settings);

        ClientProgram.skipUnless(outcome.exitCode() == 0, "mounting does not work here: " + outcome.output());
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            unmount.run(mounted.toString());
        }
    }

    @Test
    void filesAndFoldersAreWrittenReadListedMovedAndDeleted() throws Exception {
        assertThat(Files.readString(mounted.resolve("theirs.txt"))).isEqualTo("theirs");
        assertThat(namesIn(mounted)).contains("theirs.txt").doesNotContain(".gitdav");

        Files.createDirectory(mounted.resolve("folder"));
        Files.writeString(mounted.resolve("folder/notes für alle.txt"), "some notes");
        await().untilAsserted(() -> assertThat(data.resolve("folder/notes für alle.txt")).hasContent("some notes"));
        Files.move(mounted.resolve("folder"), mounted.resolve("moved"));
        assertThat(content("moved/notes für alle.txt")).isEqualTo("some notes");
        assertThat(namesIn(mounted.resolve("moved"))).containsExactly("notes für alle.txt");

        Files.delete(mounted.resolve("moved/notes für alle.txt"));
        Files.delete(mounted.resolve("moved"));
        assertThat(namesIn(data)).containsExactly(".gitdav", "theirs.txt");
    }

    /// davfs2 uploads once the file is closed, when the program that wrote it has had its answer.
    @Test
    void whatAFullShareRefusesIsKeptBesideWhatTheShareHas() throws Exception {
        String large = "x".repeat(2_000_000);
        Files.writeString(mounted.resolve("theirs.txt"), large);
        Files.writeString(mounted.resolve("new.txt"), large);

        await().ignoreExceptions().untilAsserted(() -> assertThat(contentsIn(mounted.resolve("lost+found")))
                .containsExactly(large, large));
        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(mounted.resolve("theirs.txt")).hasContent("theirs");
            assertThat(mounted.resolve("new.txt")).isEmptyFile();
        });
        assertThat(content("theirs.txt")).isEqualTo("theirs");
        assertThat(Files.getFileStore(mounted).getUsableSpace()).isLessThan(1024 * 1024);
    }

    private static List<String> contentsIn(Path folder) throws IOException {
        List<String> contents = new ArrayList<>();
        for (String name : namesIn(folder)) {
            contents.add(Files.readString(folder.resolve(name)));
        }
        return contents;
    }

    @Test
    void lockOfTheMountIsGivenBack() throws Exception {
        Files.writeString(mounted.resolve("file"), "from the mount");
        await().untilAsserted(() -> assertThat(data.resolve("file")).hasContent("from the mount"));

        await().untilAsserted(() -> assertThat(put("/file", "from somebody else")).isEqualTo(204));
    }
}
