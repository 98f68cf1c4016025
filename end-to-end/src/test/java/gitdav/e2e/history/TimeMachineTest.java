package gitdav.e2e.history;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.FileTree;
import gitdav.servers.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// An old version of the share, beside the live one and in place of it: the programs, one after the other.
@Tag("long")
class TimeMachineTest {

    @TempDir
    private Path dir;
    private ProcessPod live;
    private String old;

    @BeforeEach
    void shareWithTwoVersions() throws Exception {
        PodUser.letIn(dir);
        Path backup = VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
        live = new ProcessPod(VolumeShape.inTurn(0).make(dir.resolve("data")),
                VolumeShape.inTurn(0).makeWithoutEntries(dir.resolve("git")), backup.resolve("content.git"));
        live.start("--git-create-remote", "true");
        live.upload("a.txt", "old");
        live.backUp();
        old = remote("rev-parse", "main");
        live.upload(Map.of("a.txt", "new", "b.txt", "new"));
    }

    @Test
    void shareIsWhatItWasAndCanBeBackedUpAndBroughtBackAgain() throws Exception {
        String said = live.start("--restore-at", old);

        assertThat(live.files()).containsOnly(Map.entry("a.txt", "old"));
        live.upload("a.txt", "written since");
        live.start("--restore-at", old);
        assertThat(live.backUp()).contains("backed up: commit");
        assertThat(remote("show", "main:a.txt")).isEqualTo("written since");
        live.start("--restore-at", said.replaceFirst("(?s).*the way back: RESTORE_AT=([0-9a-f]+).*", "$1"));
        assertThat(live.files()).containsOnly(Map.entry("a.txt", "new"), Map.entry("b.txt", "new"));
    }

    @Test
    void podOfItsOwnShowsItReadOnlyAndLeavesTheRemoteAlone() throws Exception {
        live.backUp();
        Path git = VolumeShape.inTurn(1).makeWithoutEntries(dir.resolve("past-git"));
        var past = new ProcessPod(VolumeShape.inTurn(1).make(dir.resolve("past-data")), git, live.remote());
        if (PodUser.isPossible()) {
            // As a volume that is mounted read-only.
            Command.run("chown", "-R", "0:0", live.remote().toString());
        }
        String newest = remote("rev-parse", "main");
        long size = FileTree.size(live.remote());

        past.start("--restore-at", old);

        assertThat(past.files()).containsOnly(Map.entry("a.txt", "old"));
        try (var webdavApp = past.begin("webdav-app", "--webdav-read-only", "true");
                var http = new Http()) {
            URI file = webdavApp.uri().resolve("a.txt");
            assertThat(http.get(file).body())
                    .isEqualTo("old");
            assertThat(http.send("PUT", file, "x").statusCode()).isEqualTo(403);
        }
        assertThat(remote("rev-parse", "main")).isEqualTo(newest);
        assertThat(FileTree.size(live.remote())).isEqualTo(size);
    }

    private String remote(String... command) throws Exception {
        var all = new ArrayList<>(List.of("git", "-c", "safe.directory=*", "--git-dir",
                live.remote().toString()));
        all.addAll(List.of(command));
        return Command.run(all.toArray(String[]::new)).strip();
    }
}
