package gitdav.remote.https;

import gitdav.remote.RemoteException;
import gitdav.servers.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Against native git over https: pushes that meet another one, or are refused.
@Tag("long")
class HttpsPushTest extends HttpsFixture {

    /// Git knows it in every repository, though it is in none.
    private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    @Test
    void pushWhileAnotherClientPushesIsNoRefusal() throws Exception {
        Path repository = dir.resolve("remotes/content.git");
        Path lock = Files.createFile(repository.resolve("refs/heads/main.lock"));
        assertMeetsAnotherPush();
        Files.delete(lock);

        // Their push is done when ours is about to be.
        whilePushing(repository, "refs/heads/main");
        assertMeetsAnotherPush();
    }

    @Test
    void branchThatCannotBeWrittenIsARefusalInTheServersWords() throws Exception {
        // Below the name of ours there is another, so that ours cannot be a file.
        whilePushing(dir.resolve("remotes/content.git"), "refs/heads/main/other");

        assertThatThrownBy(() -> remote(server.url("content.git"), "--https-credentials-file",
                file("git:" + PASSWORD)).push()).hasMessageContaining("the server refuses it")
                .hasMessageContaining("cannot lock ref 'refs/heads/main'").isInstanceOfSatisfying(RemoteException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.REFUSED));
    }

    /// Another client makes a branch when the server has got all of a push, and has not written its branch yet.
    private static void whilePushing(Path repository, String branch) throws IOException {
        String theirs = Command.run("git", "--git-dir", repository.toString(), "-c", "user.name=t", "-c",
                "user.email=t@localhost", "commit-tree", "-m", "theirs", EMPTY_TREE).strip();
        Path hook = Files.writeString(repository.resolve("hooks/pre-receive"), """
                #!/bin/sh
                unset GIT_QUARANTINE_PATH
                git update-ref %s %s
                """.formatted(branch, theirs));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    }

    private void assertMeetsAnotherPush() {
        assertThatThrownBy(() -> remote(server.url("content.git"), "--https-credentials-file",
                file("git:" + PASSWORD)).push()).hasMessageContaining("another push to it is running")
                .isInstanceOfSatisfying(RemoteException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.MOVED_ON));
    }
}
