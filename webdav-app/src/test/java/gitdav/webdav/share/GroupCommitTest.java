package gitdav.webdav.share;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GroupCommitTest {

    @TempDir
    private Path dir;
    private final List<Object> flushed = new CopyOnWriteArrayList<>();
    private final CountDownLatch isOver = new CountDownLatch(1);
    private final GroupCommit commit = new GroupCommit(this::flush);

    @Test
    void targetOfAMoveIsFlushedBeforeItsSourceWhateverWaitsBeside() throws Exception {
        flushAtOnce(List.of(List.of("source"), List.of("target", "source"), List.of("target")));

        assertThat(flushed).containsExactly("first", "target", "source");
    }

    @Test
    void moveWithinAFolderFlushesItOnce() throws Exception {
        flushAtOnce(List.of(List.of("folder", "folder"), List.of("other"), List.of("folder", "folder")));

        assertThat(flushed).containsExactly("first", "folder", "other");
    }

    @Test
    void movesOnwardKeepTheOrderOfTheMovesBefore() throws Exception {
        flushAtOnce(List.of(List.of("c"), List.of("b", "c"), List.of("a", "b"), List.of("b", "c")));

        assertThat(flushed).containsExactly("first", "a", "b", "c");
    }

    @Test
    void movesThereAndBackFlushEachFolderOnce() throws Exception {
        flushAtOnce(List.of(List.of("there", "here"), List.of("here", "there"), List.of("there", "other", "here")));

        assertThat(flushed).hasSize(4).startsWith("first").containsExactlyInAnyOrder("first", "here", "other", "there");
    }

    /// While a first flush runs, the others come, one after the other.
    private void flushAtOnce(List<List<String>> changes) throws Exception {
        Thread first = start(List.of("first"));
        await().until(() -> flushed.contains("first"));
        List<Thread> waiting = changes.stream().map(folders -> {
            Thread thread = start(folders);
            await().until(() -> thread.getState() == Thread.State.WAITING);
            return thread;
        }).toList();
        isOver.countDown();
        first.join();
        for (Thread thread : waiting) {
            thread.join();
        }
    }

    private Thread start(List<String> folders) {
        return Thread.ofPlatform().start(() -> {
            try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
                commit.flush(folders.stream().map(name -> new GroupCommit.Folder(name, channel)).toList());
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    private void flush(GroupCommit.Folder folder) throws IOException {
        flushed.add(folder.key());
        try {
            isOver.await();
        } catch (InterruptedException given) {
            throw new IOException(given);
        }
    }
}
