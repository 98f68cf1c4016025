package gitdav.e2e.volume;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.MountedFolder;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import gitdav.servers.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/// A disk that does not give a file back.
@Tag("long")
class BrokenDiskTest {

    @TempDir
    private Path dir;
    private ProcessPod pod;

    @BeforeEach
    void volumes() throws IOException {
        PodUser.letIn(dir);
        Path backup = VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
        pod = new ProcessPod(VolumeShape.inTurn(0).make(dir.resolve("data")),
                VolumeShape.inTurn(0).makeWithoutEntries(dir.resolve("git")), backup.resolve("remote.git"));
    }

    @Test
    void fileThatTheDiskDoesNotGiveBackIsDamagedAndStaysInTheBackup() throws Exception {
        pod.start("--git-create-remote=true");
        Path file = Files.writeString(pod.data().resolve("file"), "content");
        Files.writeString(pod.data().resolve("other"), "before");
        PodUser.own(pod.data());
        pod.backUp();

        try (var _ = MountedFolder.brokenFile(file)) {
            assertThat(pod.start("--check")).contains("damaged", "cannot read " + file + ": ");
            Files.writeString(pod.data().resolve("other"), "afterwards");
            assertThat(pod.backUp()).contains("cannot read " + file + ": ");
        }

        assertThat(Command.run("git", "-c", "safe.directory=*", "-C", pod.remote().toString(), "show", "main:file"))
                .isEqualTo("content");
        assertThat(pod.start()).contains("intact");
        assertThat(file).hasContent("content");
    }

    @Test
    void propertiesFollowTheirFileOnceTheDiskGivesTheJournalBack() throws Exception {
        Path reserved = pod.data().resolve(".gitdav");
        Path properties = Files.createDirectories(reserved.resolve("properties/share.d")).resolve("x.xml");
        Files.writeString(properties, "<properties/>");
        Path note = Files.createDirectories(reserved.resolve("following")).resolve(UUID.randomUUID().toString());
        Files.writeString(note, "gone\tx\ndelete\t.gitdav/properties/share.d/x.xml");
        PodUser.own(pod.data());
        ProgramProcess share;
        URI uri;
        try (var _ = MountedFolder.brokenFile(note)) {
            share = pod.begin("webdav-app");
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
}
