package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import gitdav.webdav.client.ClientProgram.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// gio, the GNOME desktop on a command line, with a session bus of its own.
@Tag("long")
class GioTest extends WebdavTest {

    @TempDir
    private Path home;
    private ClientProgram session;

    @BeforeEach
    void findGio() {
        ClientProgram.require("gio", home);
        session = ClientProgram.require("dbus-run-session", home);
        ClientProgram.skipUnless(Files.exists(Path.of("/usr/share/gvfs/mounts/dav.mount"))
                || "required".equals(System.getProperty("containers")), "gvfs-backends is not installed");
    }

    @Test
    void treesAreMadeCopiedReadListedMovedAndDeleted() throws Exception {
        Files.writeString(home.resolve("notes.txt"), "some notes");

        var outcome = run("""
                gio mkdir $share/folder
                gio copy notes.txt "$share/folder/notes für alle.txt"
                gio cat "$share/folder/notes für alle.txt"
                gio list $share/folder
                gio move $share/folder $share/moved
                gio copy $share/moved/notes%20f%C3%BCr%20alle.txt back.txt
                gio copy notes.txt $share/away
                gio remove $share/away
                """);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("some notes", "notes für alle.txt");
        assertThat(home.resolve("back.txt")).hasContent("some notes");
        assertThat(namesIn(data)).containsExactly(".gitdav", "moved");
    }

    @Test
    void userReadsWhyALargeUploadIsRefused() throws Exception {
        restart("--webdav-quota=1MiB");
        Files.write(home.resolve("large"), new byte[5_000_000]);

        assertThat(run("gio copy large $share/large").output()).contains("HTTP Error: Insufficient Storage");
        assertThat(run("gio copy large $share/no/such").output()).contains("HTTP Error: Conflict");
        assertThat(namesIn(data)).containsExactly(".gitdav");
    }

    /// Runs the lines, none of which may fail, with the share mounted.
    private Outcome run(String lines) throws Exception {
        return session.run("--", "sh", "-ec", "share=dav://localhost:" + server.uri().getPort()
                + "; gio mount $share/; " + lines);
    }
}
