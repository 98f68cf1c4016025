package gitdav.remote;

import gitdav.files.FileTree;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Against a real SSH server: what works.
class GitRemoteTest extends GitRemoteFixture {

    @Test
    void emptyRemoteHasNothingToFetch() throws IOException {
        assertThat(remote().fetch()).isEmpty();
    }

    @Test
    void fetchBringsTheNewestCommit() throws IOException {
        ObjectId commit = commit(theirs, "first");

        assertThat(remote().fetch()).contains(commit);
        assertThat(store.has(commit)).isTrue();
        assertThat(store.remoteHead()).contains(commit);
        assertThat(store.head()).isEmpty();
    }

    @Test
    void pushIsInTheRemoteWhenItReturns() throws IOException {
        ObjectId commit = commit(store, "ours");

        remote().push();

        assertThat(theirs.head()).contains(commit);
        assertThat(store.remoteHead()).contains(commit);
    }

    @Test
    void repositoryInAFolderIsARemoteToo() throws IOException {
        ObjectId commit = commit(store, "ours");

        remote(theirs.folder().toUri().toString(), known(server.knownHost())).push();

        assertThat(theirs.head()).contains(commit);
    }

    @Test
    void missingFolderBecomesARepositoryWithoutCommits() throws Exception {
        Path missing = dir.resolve("backup/content.git");
        Files.createDirectories(dir.resolve("backup/content.git.unfinished/objects")); // the process was killed
        try (var remote = remote(missing.toUri().toString(), Optional.empty())) {
            assertThat(remote.createIfMissing()).isTrue();
            assertThat(remote.fetch()).isEmpty();
            assertThat(remote.createIfMissing()).isFalse();
        }
        assertThat(missing.resolveSibling("content.git.unfinished")).doesNotExist();
        assertThat(missing.resolve("HEAD")).hasContent("ref: refs/heads/main");
    }

    @Test
    void volumeThatIsNotMountedIsNotTakenForAnEmptyBackup() throws Exception {
        try (var remote = remote(dir.resolve("no-such-volume/content.git").toUri().toString(), Optional.empty())) {
            assertThatThrownBy(remote::createIfMissing).isInstanceOf(NoSuchFileException.class);
        }
        assertThat(dir.resolve("no-such-volume")).doesNotExist();
    }

    @Test
    void pushNeverOverwritesWhatTheRemoteHas() throws IOException {
        ObjectId newer = commit(theirs, "theirs");
        commit(store, "ours");

        assertThatThrownBy(() -> remote().push()).isInstanceOf(RemoteException.class)
                .hasMessageContaining("commits that this volume has not");
        assertThat(theirs.head()).contains(newer);
    }

    @Test
    void pushWhileAnotherClientPushesIsNoRefusal() throws IOException {
        commit(store, "ours");
        Files.createFile(theirs.folder().resolve("refs/heads/main.lock"));

        assertThatThrownBy(() -> remote().push()).hasMessageContaining("another push to it is running")
                .isInstanceOfSatisfying(RemoteException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.MOVED_ON));
    }

    @Test
    void misspeltBranchIsAnErrorAndNotAnEmptyRemote() throws IOException {
        commit(theirs, "first");
        try (var elsewhere = GitStore.open(dir.resolve("git2"), "mian")) {
            assertThatThrownBy(() -> remote(elsewhere).fetch()).hasMessageContaining("no branch 'mian', only main")
                    .hasMessageContaining("GIT_BRANCH");
        }
    }

    @Test
    void rememberedBranchIsWhatTheRemoteHasNow() throws IOException {
        commit(theirs, "first");
        remote().fetch();
        theirs.close();
        FileTree.delete(theirs.folder());
        theirs = GitStore.open(theirs.folder(), "main");
        assertThat(remote().fetch()).isEmpty();
        assertThat(store.remoteHead()).isEmpty();

        ObjectId unrelated = commit(theirs, "unrelated");

        assertThat(remote().fetch()).contains(unrelated);
        assertThat(store.remoteHead()).contains(unrelated);
    }
}
