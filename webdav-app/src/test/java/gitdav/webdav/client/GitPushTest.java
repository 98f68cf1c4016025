package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// git, which pushes to a bare repository on a share by `git-http-push`: with LOCK, PUT, MOVE and UNLOCK.
class GitPushTest extends WebdavTest {

    @TempDir
    private Path home;
    private ClientProgram git;
    private Path work;

    @BeforeEach
    void makeRepositories() throws Exception {
        git = ClientProgram.require("git", home);
        work = Files.createDirectory(home.resolve("work"));
        git("init", "--quiet", "--bare", data.resolve("repository.git").toString());
        git("-C", data.resolve("repository.git").toString(), "update-server-info");
        git("init", "--quiet", "--initial-branch=main", "work");
    }

    @Test
    void commitsArePushedAndCloned() throws Exception {
        String url = server.uri().resolve("repository.git").toString();
        for (String content : new String[]{"first", "second"}) {
            Files.writeString(work.resolve("file"), content);
            git("-C", "work", "add", "file");
            git("-C", "work", "commit", "--quiet", "-m", content);

            git("-C", "work", "push", url, "main");
        }

        git("clone", "--quiet", "--branch=main", url, "clone");
        assertThat(home.resolve("clone/file")).hasContent("second");
        assertThat(namesIn(data.resolve(".gitdav/locks"))).isEmpty();
    }

    private void git(String... arguments) throws Exception {
        var outcome = git.run(Stream.concat(Stream.of("-c", "user.name=user", "-c", "user.email=user@example.org"),
                Stream.of(arguments)).toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }
}
