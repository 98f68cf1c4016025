package gitdav.remote;

import gitdav.remote.RemoteException.Kind;
import gitdav.volume.snapshot.Snapshotter;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class FolderPushTest extends FolderPushFixture {

    @Test
    void onlyWhatIsNewIsCopied() throws Exception {
        write("folder/7/file", "changed");
        Files.delete(volume.root().resolve("folder/8/file"));
        commit();
        write("new/file", "new");
        ObjectId newest = commit();

        assertThat(push()).isTrue();

        assertThat(theirs.head()).contains(newest);
        assertThat(ours.remoteHead()).contains(newest);
        assertThat(git("show", "main:folder/7/file")).isEqualTo("changed");
        assertThat(git("ls-tree", "-r", "--name-only", "main", "folder/8", "new")).isEqualTo("new/file");
        assertWhole();
        // Of two commits with few changes; not the hundred files that were there, nor their folders.
        assertThat(packs()).hasSize(2)
                .anySatisfy(pack -> assertThat(pack.getIndex().getObjectCount()).isBetween(10L, 60L));
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void commitThatJoinsTwoHistoriesIsPushed() throws Exception {
        ObjectId base = ours.head().orElseThrow();
        write("ours", "ours");
        ObjectId one = commit();
        write("theirs", "theirs");
        ObjectId other = ours.write(Snapshotter.take(volume, ours, ours.headTree()).tree(), List.of(base), AUTHOR,
                "o\n");
        ObjectId joined = ours.write(ours.tree(other), List.of(one, other), AUTHOR, "joined\n");
        ours.advance(ours.head(), joined, "test");

        assertThat(push()).isTrue();

        assertThat(theirs.head()).contains(joined);
        assertThat(git("rev-list", "--count", "main")).isEqualTo("4");
        assertWhole();
    }

    @Test
    void whatAnotherClientHasPushedIsNotOverwritten() throws Exception {
        ObjectId pushed = ours.head().orElseThrow();
        ObjectId pushedByAnother = theirs.commit(theirs.tree(pushed), AUTHOR, "another's\n");
        write("file", "ours");
        commit();

        assertThat(push()).isFalse();

        assertThat(theirs.head()).contains(pushedByAnother);
        assertThat(ours.remoteHead()).contains(pushed);
    }

    @Test
    void pushThatIsGivenUpIsNotBegunAgainByTheProtocol() throws Exception {
        ObjectId pushed = ours.head().orElseThrow();
        write("file", "ours");
        commit();
        var branch = new FolderBranch(url(), ours, transport());

        try {
            assertThatThrownBy(() -> branch.push(Thread.currentThread()::interrupt))
                    .isInstanceOfAny(InterruptedIOException.class, ClosedByInterruptException.class);
        } finally {
            Thread.interrupted();
        }

        assertThat(theirs.head()).contains(pushed);
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void repositoryThatAPersonWorksInIsLeftToTheProtocol() throws Exception {
        git("config", "core.bare", "false");
        write("file", "ours");
        commit();

        assertThat(push()).isFalse();
    }

    @Test
    void lockThatAKilledPushHasLeftIsNamed() throws Exception {
        Optional<ObjectId> pushed = theirs.head();
        write("file", "word");
        commit();
        Path lock = Files.createFile(theirs.folder().resolve("refs/heads/main.lock"));
        var branch = new FolderBranch(url(), ours, transport());

        assertThatThrownBy(() -> branch.push(() -> {})).as("it may be that of a push which is running")
                .isInstanceOfSatisfying(RemoteException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MOVED_ON))
                .hasMessageEndingWith("delete " + lock);
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        assertThatThrownBy(() -> branch.push(() -> {}))
                .isInstanceOfSatisfying(RemoteException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("has been locked since").hasMessageEndingWith("delete " + lock);

        assertThat(theirs.head()).isEqualTo(pushed);
        Files.delete(lock);
        assertThat(push()).isTrue();
        assertThat(theirs.head()).isEqualTo(ours.head());
    }
}
