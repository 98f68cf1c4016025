package gitdav.init;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.volume.snapshot.FileIndex;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// The newest versions of the backup are not whole: git-init goes back to one that is, and says to which.
class LastGoodTest extends BackedUpPod {

    private final Logger logger = (Logger) LoggerFactory.getLogger(LastGood.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void newestVersionThatIsWholeIsRestored() throws IOException {
        ObjectId good = pod.head().orElseThrow();
        ObjectId bad = breakRemote();
        pod.loseData();
        pod.loseStore();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.head()).isPresent().isNotEqualTo(Optional.of(good)).isNotEqualTo(Optional.of(bad));
        try (var store = GitStore.open(pod.store(), "main")) {
            assertThat(store.history().isAncestor(bad, store.head().orElseThrow())).isTrue();
            assertThat(store.headTree()).contains(store.tree(good));
        }
        assertThat(pod.check()).startsWith("ahead: the last backup has not reached the remote");
    }

    @Test
    void versionsThatAreNotWholeAreSkippedWhenTheStoreIsLost() throws IOException {
        breakRemote();
        pod.loseStore();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.check()).startsWith("ahead: the last backup has not reached the remote");
    }

    @Test
    void versionsThatAreNotWholeAreSkippedWhereTheStoreItselfHasThem() throws IOException {
        try (var store = GitStore.open(pod.store(), "main")) {
            BrokenCommit.on(store);
        }
        Files.delete(pod.store().resolve(FileIndex.FILE));
        pod.loseData();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    void versionsThatAreNotWholeAreSkippedWhenBehind() throws IOException {
        breakRemote();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.check()).startsWith("ahead: the last backup has not reached the remote");
    }

    @Test
    void versionsThatAreNotWholeAreSkippedWhenDiverged() throws IOException {
        pod.write("ours", "o");
        breakRemote();

        pod.start();

        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("ours", "o");
        assertThat(pod.check()).startsWith("ahead: the last backup has not reached the remote");
    }

    @Test
    void versionThatWasSkippedDoesNotStandInTheWayOfThePush() throws Exception {
        breakRemote();
        pod.loseData();
        pod.loseStore();
        pod.start();

        pod.git("push", "--quiet", pod.remote().toString(), "main");

        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void versionThatWasProvenIsSaidToBe() throws IOException {
        ObjectId good = pod.head().orElseThrow();
        breakRemote();

        assertThat(backAfterProven(good))
                .isEqualTo("back to commit " + name(good) + ", the newest version that VERIFY_BACKUP has proven");
    }

    @Test
    void versionThatIsNewerThanTheProvenOneIsSaidToBe() throws Exception {
        ObjectId proven = pod.head().orElseThrow();
        pod.write("new", "n");
        ObjectId good = pod.backUp();
        breakRemote();

        assertThat(backAfterProven(proven)).isEqualTo("back to commit " + name(good) + ", newer than " + name(proven)
                + ", the newest version that VERIFY_BACKUP has proven");
    }

    @Test
    void versionThatIsOlderThanTheProvenOneIsSaidToBe() throws Exception {
        ObjectId good = pod.head().orElseThrow();
        ObjectId proven = breakRemote();
        pod.git("fetch", "--quiet", pod.remote().toString(), "main");

        assertThat(backAfterProven(proven)).isEqualTo("back to commit " + name(good) + ", older than " + name(proven)
                + ", the newest version that VERIFY_BACKUP has proven");
    }

    @Test
    void nothingIsSaidOfProofsWhereThereIsNone() throws IOException {
        ObjectId good = pod.head().orElseThrow();
        breakRemote();
        pod.loseData();

        pod.start();

        assertThat(backTo()).isEqualTo("back to commit " + name(good));
    }

    private ObjectId breakRemote() throws IOException {
        try (var remote = GitStore.open(pod.remote(), "main")) {
            return BrokenCommit.on(remote);
        }
    }

    private String backAfterProven(ObjectId commit) throws IOException {
        try (var store = GitStore.open(pod.store(), "main")) {
            store.proven(commit);
        }
        pod.loseData();
        pod.start();
        return backTo();
    }

    private String backTo() {
        assertThat(pod.file("a.txt")).hasContent("A");
        return log.list.getLast().getFormattedMessage();
    }

    private static String name(ObjectId commit) {
        return commit.abbreviate(10).name();
    }
}
