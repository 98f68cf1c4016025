package gitdav.remote;

import gitdav.servers.GitServer;
import gitdav.servers.Line;
import gitdav.volume.store.History;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// Of a remote whose line stands still; the git store is looked at by native git.
@Timeout(120)
@Tag("long")
class InterruptedOlderVersionsTest extends OlderVersionsFixture {

    @ParameterizedTest
    @ValueSource(ints = {500, 2_000, 3_000, 4_000})
    void givenUpAtAnyMomentItHasChangedNothing(int sentUntilTheLineStandsStill) throws Exception {
        var server = opened(GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY)));
        var line = opened(new Line(server.port()));
        RemoteOptions remotes = options("--git-url",
                server.url("content.git", DEPLOY_KEY).replace(":" + server.port(), ":" + line.port()),
                "--ssh-host-keys", "accept-new");
        restoreNewest(remotes(Kind.FOLDER));
        line.stallAfter(sentUntilTheLineStandsStill);
        long before = line.sent();
        OlderVersions older = older(remotes);

        var fetch = CompletableFuture.supplyAsync(() -> fetch(older, History.WHOLE));
        await().atMost(30, SECONDS)
                .until(() -> fetch.isDone() || line.sent() - before > sentUntilTheLineStandsStill);
        older.giveUp();

        await().atMost(10, SECONDS).until(fetch::isDone);
        assertThat(reach()).isEqualTo(1);
        assertWhole(1);
        assertThatThrownBy(() -> older.fetch(5)).isInstanceOfSatisfying(RemoteException.class,
                e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.GIVEN_UP));
        line.mend();
        older.resume();
        assertThat(older.fetch(History.WHOLE)).isTrue();
        assertWhole(VERSIONS);
    }

    private static boolean fetch(OlderVersions older, int depth) {
        try {
            return older.fetch(depth);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
