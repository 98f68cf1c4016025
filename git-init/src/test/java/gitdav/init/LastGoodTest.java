package gitdav.init;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The newest version of the backup is broken, and git-init says to which one it goes back.
class LastGoodTest {

    @TempDir
    private Path dir;
    private PodFolder pod;
    private ObjectId first;
    private ObjectId second;
    private ObjectId broken;
    private final Logger logger = (Logger) LoggerFactory.getLogger(LastGood.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void emptyVolumeAndABrokenVersion() throws Exception {
        pod = new PodFolder(dir);
        pod.start();
        pod.writeLongAgo(Map.of("file", "first"));
        first = pod.backUp();
        pod.write("file", "second");
        second = pod.backUp();
        try (var remote = GitStore.open(pod.remote(), "main")) {
            broken = BrokenCommit.on(remote);
        }
        pod.loseData();
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void versionThatWasProvenIsSaidToBe() throws IOException {
        assertThat(backAfterProven(second)).isEqualTo(
                "back to commit " + name(second) + ", the newest version that VERIFY_BACKUP has proven");
    }

    @Test
    void versionThatIsNewerIsSaidToBe() throws IOException {
        assertThat(backAfterProven(first)).isEqualTo("back to commit " + name(second) + ", newer than " + name(first)
                + ", the newest version that VERIFY_BACKUP has proven");
    }

    @Test
    void versionThatIsOlderIsSaidToBe() throws Exception {
        pod.git("fetch", "--quiet", pod.remote().toString(), "main");

        assertThat(backAfterProven(broken)).isEqualTo("back to commit " + name(second) + ", older than " + name(broken)
                + ", the newest version that VERIFY_BACKUP has proven");
    }

    @Test
    void nothingIsSaidWhereNothingWasProven() throws IOException {
        pod.start();

        assertThat(lastLine()).isEqualTo("back to commit " + name(second));
    }

    private String backAfterProven(ObjectId commit) throws IOException {
        try (var store = GitStore.open(pod.store(), "main")) {
            store.proven(commit);
        }
        pod.start();
        assertThat(pod.files()).isEqualTo(Map.of("file", "second"));
        return lastLine();
    }

    private String lastLine() {
        return log.list.getLast().getFormattedMessage();
    }

    private static String name(ObjectId commit) {
        return commit.abbreviate(10).name();
    }
}
