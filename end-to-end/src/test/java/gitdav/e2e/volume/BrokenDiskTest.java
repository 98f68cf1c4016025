package gitdav.e2e.volume;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.MountedFolder;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.servers.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/// A disk that does not give a file back.
@Tag("long")
class BrokenDiskTest {

    @TempDir
    private Path dir;

    @Test
    void fileThatTheDiskDoesNotGiveBackIsDamagedAndStaysInTheBackup() throws Exception {
        Path data = Files.createDirectory(dir.resolve("data"));
        Path remote = dir.resolve("remote.git");
        run("git-init", "--git-create-remote=true");
        Path file = Files.writeString(data.resolve("file"), "content");
        Files.writeString(data.resolve("other"), "before");
        run("git-backup", "--once");

        try (var _ = MountedFolder.brokenFile(file)) {
            assertThat(run("git-init", "--check")).contains("damaged", "cannot read " + file + ": ");
            Files.writeString(data.resolve("other"), "afterwards");
            assertThat(run("git-backup", "--once")).contains("cannot read " + file + ": ");
        }

        assertThat(Command.run("git", "-C", remote.toString(), "show", "main:file")).isEqualTo("content");
        assertThat(run("git-init")).contains("intact");
        assertThat(file).hasContent("content");
    }

    @Test
    void propertiesFollowTheirFileOnceTheDiskGivesTheJournalBack() throws Exception {
        Path reserved = dir.resolve("data/.gitdav");
        Path properties = Files.createDirectories(reserved.resolve("properties/share.d")).resolve("x.xml");
        Files.writeString(properties, "<properties/>");
        Path note = Files.createDirectories(reserved.resolve("following")).resolve(UUID.randomUUID().toString());
        Files.writeString(note, "gone\tx\ndelete\t.gitdav/properties/share.d/x.xml");
        ProgramProcess share;
        URI uri;
        try (var _ = MountedFolder.brokenFile(note)) {
            share = ProgramProcess.start("webdav-app", settings());
            uri = share.uri().resolve("file");
            assertThat(share.output()).contains("Properties have not followed their file, see " + note);
        }

        try (share; var http = new Http()) {
            assertThat(note).exists();
            assertThat(http.send("PUT", uri, "content").statusCode()).isEqualTo(201);
            assertThat(http.send("DELETE", uri, "").statusCode()).isEqualTo(204);
            assertThat(properties).doesNotExist();
            assertThat(note).doesNotExist();
        }
    }

    private String run(String program, String... arguments) throws IOException {
        return ProgramLoop.shared().succeed(program, settings(), arguments);
    }

    private Map<String, String> settings() {
        return Map.of("DATA_DIR", dir.resolve("data").toString(), "GIT_STORE",
                dir.resolve("git").toString(), "GIT_URL", dir.resolve("remote.git").toString(), "PORT", "0",
                "MANAGEMENT_PORT", "0");
    }
}
