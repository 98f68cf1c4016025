package gitdav.remote;

import gitdav.remote.RemoteException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransferTest {

    /// Enough to notice a caller that does not wait, and few enough for the two seconds that it waits on a slow disk.
    private static final int FILES = 300;

    @TempDir
    private Path folder;

    private final AtomicBoolean hasEnded = new AtomicBoolean();

    /// It still has to write some files when it is interrupted, as JGit does that has received a pack.
    private Void transfer(CountDownLatch begun) throws Exception {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException givenUp) {
            for (int i = 0; i < FILES; i++) {
                Files.createFile(folder.resolve("file-" + i));
            }
            hasEnded.set(true);
            throw new InterruptedIOException();
        }
        return null;
    }

    @Test
    void transferThatIsGivenUpWritesNothingAfterwards() throws Exception {
        var transfer = new Transfer(Duration.ofMinutes(1));
        var begun = new CountDownLatch(1);
        Thread.ofVirtual().start(new FutureTask<>(() -> {
            begun.await();
            transfer.giveUp();
            return null;
        }));

        assertThatThrownBy(() -> transfer.run("fetch", () -> transfer(begun)))
                .isInstanceOfSatisfying(RemoteException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GIVEN_UP));

        assertThat(hasEnded).isTrue();
    }

    @Test
    void transferThatStandsStillWritesNothingAfterwards() {
        var transfer = new Transfer(Duration.ofMillis(500));
        var begun = new CountDownLatch(1);

        assertThatThrownBy(() -> transfer.run("fetch", () -> transfer(begun)))
                .isInstanceOfSatisfying(RemoteException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STALLED));

        // On a busy machine it may not even have begun.
        assertThat(hasEnded.get()).isEqualTo(begun.getCount() == 0);
    }
}
