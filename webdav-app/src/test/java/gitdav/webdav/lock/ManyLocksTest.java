package gitdav.webdav.lock;

import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.memory.MemoryShare;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// How many locks there can be, and that one user leaves room for the others'.
class ManyLocksTest {

    private static final int MOST = 200;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path dir;
    private OpenFolder folder;
    private OpenFolder staging;

    @BeforeEach
    void open() throws IOException {
        folder = OpenFolder.at(Files.createDirectory(dir.resolve("locks")));
        staging = OpenFolder.at(Files.createDirectory(dir.resolve("uploads")));
    }

    @AfterEach
    void close() {
        folder.close();
        staging.close();
    }

    @Test
    void userLeavesHalfOfTheLocksOfAPathToOthers() throws Exception {
        Locks locks = locks(Long.MAX_VALUE);

        assertThat(take(locks, "anna", "/file", 200)).isEqualTo(50);
        assertThat(take(locks, "ben", "/file", 200)).isEqualTo(50);
        assertThat(take(locks, "cleo", "/file", 1)).isZero();
        assertThat(take(locks, "cleo", "/other", 1)).isEqualTo(1);
    }

    @Test
    void userLeavesHalfOfAllLocksToOthers() throws Exception {
        Locks locks = locks(Long.MAX_VALUE);

        int taken = 0;
        for (int path = 0; path < 10; path++) {
            taken += take(locks, "anna", "/" + path, 20);
        }

        assertThat(taken).isEqualTo(MOST / 2);
        assertThat(take(locks, "ben", "/file", 1)).isEqualTo(1);
    }

    @Test
    void userLeavesHalfOfTheMemoryToOthers() throws Exception {
        Locks locks = locks(20_000);

        assertThat(take(locks, "anna", "/file", 20)).isBetween(5, 10);
        assertThat(take(locks, "ben", "/file", 20)).isBetween(5, 10);
    }

    @Test
    void withoutUsersAllLocksOfAPathAreForAnyone() throws Exception {
        assertThat(take(locks(Long.MAX_VALUE), "", "/file", 200)).isEqualTo(100);
    }

    private Locks locks(long memory) throws IOException {
        return Locks.open(folder, new Staging(staging, Durability.NONE), Durability.NONE, new MemoryShare(memory),
                MOST);
    }

    /// @return how many were granted
    private static int take(Locks locks, String user, String path, int wanted) throws IOException {
        for (int taken = 0; taken < wanted; taken++) {
            try {
                locks.add(new Lock(Locks.newToken(), new SharePath(List.of(path.substring(1))), false, false, false, "",
                        user, HOUR, Instant.now().plus(HOUR)), _ -> {});
            } catch (DavException refused) {
                assertThat(refused.status().code).isEqualTo(507);
                return taken;
            }
        }
        return wanted;
    }
}
