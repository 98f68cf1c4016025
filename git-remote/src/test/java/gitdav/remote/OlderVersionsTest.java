package gitdav.remote;

import gitdav.servers.Command;
import gitdav.servers.S3Server;
import gitdav.volume.store.History;
import gitdav.volume.store.Reach;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;

/// Of remotes of each kind; the git store is looked at by native git.
@Timeout(120)
@Tag("long")
class OlderVersionsTest extends OlderVersionsFixture {

    @ParameterizedTest
    @EnumSource
    void historyReachesBackAsFarAsIsAskedForAndThenToItsBeginning(Kind kind) throws IOException {
        RemoteOptions remotes = remotes(kind);
        restoreNewest(remotes);

        assertThat(older(remotes).fetch(5)).isTrue();
        assertThat(reach()).isEqualTo(5);
        assertWhole(5);
        assertThat(older(remotes).fetch(100)).isTrue();
        assertThat(reach()).isEqualTo(100);
        assertThat(older(remotes).fetch(History.WHOLE)).isTrue();

        assertThat(store.history().isShallow()).isFalse();
        assertWhole(VERSIONS);
        assertThat(older(remotes).fetch(1000)).isFalse();
        assertThat(dir.resolve("git/scratch")).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void depthBeyondTheFirstVersionBringsAll(Kind kind) throws IOException {
        RemoteOptions remotes = remotes(kind);
        restoreNewest(remotes);

        assertThat(older(remotes).fetch(1000)).isTrue();

        assertThat(store.history().isShallow()).isFalse();
        assertWhole(VERSIONS);
    }

    @ParameterizedTest
    @EnumSource
    void remoteThatMovesOnMeanwhileTakesNothingAway(Kind kind) throws IOException {
        RemoteOptions remotes = remotes(kind);
        restoreNewest(remotes);
        older(remotes).fetch(8);
        for (int i = 0; i < 10; i++) {
            commit(theirs, 10);
        }

        // Counted from the new end, that is no more than what is here.
        older(remotes).fetch(9);

        assertThat(reach()).isEqualTo(8);
        assertWhole(8);
        older(remotes).fetch(25);
        assertThat(reach()).isEqualTo(15);
        assertWhole(15);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasNeverPushedStays(Kind kind) throws IOException {
        RemoteOptions remotes = remotes(kind);
        restoreNewest(remotes);
        ObjectId ours = commit(store, 10);

        older(remotes).fetch(History.WHOLE);

        assertThat(store.head()).contains(ours);
        assertWhole(VERSIONS + 1);
        try (GitRemote remote = remotes.remote(store)) {
            remote.push();
        }
        assertThat(theirs.head()).contains(ours);
    }

    @Test
    void folderThatHasNoMoreItselfIsTheEnd() throws IOException {
        Command.run("git", "clone", "--quiet", "--bare", "--depth=3",
                dir.resolve("remotes/content.git").toUri().toString(),
                dir.resolve("shallow.git").toString());
        RemoteOptions remotes = options("--git-url", dir.resolve("shallow.git").toUri().toString());
        restoreNewest(remotes);

        older(remotes).fetch(10);

        assertThat(older(remotes).fetch(20)).isFalse();
        assertWhole(Reach.of(store, store.head().orElseThrow()).depth());
    }

    @Test
    void bucketBringsAllAtOnce() throws Exception {
        var server = opened(S3Server.start(dir.resolve("s3"), "backup"));
        RemoteOptions remotes = options("--git-url", "s3://backup/share", "--s3-endpoint", server.endpoint(),
                "--s3-path-style", "true", "--s3-credentials-file",
                Files.writeString(dir.resolve("credentials"), server.credentials()).toString());
        try (GitRemote bucket = remotes.remote(theirs)) {
            bucket.push();
        }
        // As a store that was tidied up, which is the only one that lacks something of a bucket.
        restoreNewest(remotes(Kind.FOLDER));

        assertThat(older(remotes).fetch(5)).isTrue();

        assertThat(store.history().isShallow()).isFalse();
        assertWhole(VERSIONS);
    }
}
