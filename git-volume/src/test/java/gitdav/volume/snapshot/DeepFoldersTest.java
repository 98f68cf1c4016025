package gitdav.volume.snapshot;

import gitdav.files.FileTree;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// How deep a volume is, is for its users to say, and must be no trouble for the rest of it.
@Tag("long")
class DeepFoldersTest {

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitStore store;

    @BeforeEach
    void volumeWithAFile() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        store = GitStore.open(dir.resolve("git"), "main");
        Files.writeString(volume.root().resolve("file"), "f");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void asManyFoldersAsAllowedAreBackedUpAndNoneMore() throws IOException {
        Path folder = volume.root();
        for (int depth = 1; depth <= FileTree.MOST_NESTED; depth++) {
            // Two in each, so that several threads share the work all the way down.
            Files.createDirectory(folder.resolve("b"));
            folder = Files.createDirectory(folder.resolve("a"));
        }
        Files.writeString(folder.resolve("deepest"), "d");
        assertThat(backedUp().problems()).isEmpty();

        Path tooDeep = Files.createDirectory(folder.resolve("a"));
        Files.writeString(tooDeep.resolve("too deep"), "t");
        Snapshot snapshot = backedUp();

        assertThat(snapshot.files()).isEqualTo(2);
        assertThat(snapshot.problems()).singleElement().asString().startsWith(tooDeep + " lies in more than 256");
        assertThat(Snapshotter.look(volume, store, store.headTree(), ReadPolicy.FAST).problems())
                .isEqualTo(snapshot.problems());
    }

    @Test
    void thousandsOfFoldersInsideOneAnotherDoNotStopTheRest() throws IOException {
        String longest = "d/".repeat(1800);
        String command = "mkdir -p n/%1$s && mv a n/%1$s && mv n a".formatted(longest);
        Command.run("sh", "-c", "cd '" + volume.root() + "' && mkdir a && " + command + " && " + command + " && "
                + command);
        try {
            Snapshot snapshot = backedUp();

            assertThat(snapshot.files()).isEqualTo(1);
            assertThat(snapshot.problems()).singleElement().asString().contains("lies in more than 256 folders");
        } finally {
            Command.run("rm", "-r", volume.root().resolve("a").toString());
        }
    }

    private Snapshot backedUp() throws IOException {
        Snapshot snapshot = Snapshotter.take(volume, store, store.headTree());
        store.commit(snapshot.tree(), new PersonIdent("test", "test"), "snapshot\n");
        snapshot.remember(store);
        assertThat(Baseline.committed(store, snapshot.tree()).root().fileCount()).isEqualTo(snapshot.files());
        return snapshot;
    }
}
