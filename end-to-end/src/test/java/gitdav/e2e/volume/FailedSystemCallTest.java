package gitdav.e2e.volume;

import gitdav.files.FileTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// A disk on which one system call fails: each that a request makes in turn, by `strace`, with an I/O error. What is refused
/// has changed nothing; what is acknowledged is there, also after a `kill -9`.
///
/// `write` is not among them: threads of the virtual machine wake each other by it. Writes that fail are FullDiskTest's.
///
/// A rename shows before the folder around it can be flushed. So there is a third case: that flush fails, and the whole change
/// shows although it is refused (docs/decisions/webdav.md).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class FailedSystemCallTest {

    private static final String CALLS = "openat,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,"
            + "unlinkat,rmdir,mkdir,mkdirat,link,linkat,utimensat,chmod,fchmod,fchmodat,copy_file_range,sendfile";
    /// The thread's number, and the call.
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(");
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final Pattern FLUSH_OF_USERS_FOLDER = Pattern
            .compile("fsync\\(\\d+<[^>]*/(data\\d+|folder|other)>");
    /// Some are opened for it only then.
    private static final Pattern FLUSH_OF_FOLDER = Pattern
            .compile("fsync\\(\\d+<[^>]*/(data\\d+|folder|other|locks|properties|\\w+\\.d)>|openat\\(");

    /// Of each request: those that are tried, at random.
    private static final int MOST_CALLS = Integer.getInteger("calls", 2);
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private Path data;
    private SampleShare share;

    @BeforeAll
    void startServer(@TempDir Path dir) throws Exception {
        // In memory, where that is possible: this test flushes thousands of times.
        data = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : dir, "data");
        share = SampleShare.start(data);
    }

    @AfterAll
    void stopServer() throws Exception {
        share.close();
        FileTree.delete(data);
    }

    @ParameterizedTest
    @CsvSource({"PUT,/new,", "PUT,/file,", "PUT a part,/file,", "MKCOL,/new,", "DELETE,/file,", "DELETE,/folder,",
            "DELETE,/locked,", "COPY,/file,/new", "COPY,/file,/folder/member", "COPY,/folder,/other",
            "MOVE,/file,/folder/new", "MOVE,/file,/folder/member", "MOVE,/folder,/other", "MOVE,/locked,/new",
            "PROPPATCH,/file,", "PROPPATCH,/other/plain,", "PROPPATCH,/copied,", "PROPPATCH to remove,/file,",
            "LOCK,/new,", "LOCK,/file,", "LOCK again,/locked,", "UNLOCK,/locked,"})
    void refusedRequestChangesNothing(String method, String path, String destination) throws Exception {
        share.make();
        List<String> before = share.state();
        List<Injection> injections = new ArrayList<>(injections(method, path, destination));
        System.out.printf("-Dcalls=%d -Dseed=%d%n", MOST_CALLS, SEED);
        Collections.shuffle(injections, new Random(SEED));
        List<String> done = share.state();
        assertThat(done).isNotEqualTo(before);
        boolean isAsBefore = false;
        for (Injection injection : injections.subList(0, Math.min(MOST_CALLS, injections.size()))) {
            if (!isAsBefore) {
                share.make();
            }
            List<String> failed;
            int status;
            try (Strace strace = Strace.attach(share.server().pid(), "trace=" + injection.call,
                    injection.expression())) {
                status = share.status(method, path, destination);
                failed = strace.detach().filter(line -> line.contains("INJECTED")).toList();
            }
            List<String> after = share.state();
            isAsBefore = after.equals(before);
            String what = "%s %s: %d with %s %s".formatted(method, path, status, injection, failed);
            if (status < 400) {
                assertThat(failed).as(what).noneMatch(FLUSH_OF_USERS_FOLDER.asPredicate());
                if (!after.equals(done)) {
                    // What could not be done has been noted down, or waits to be cleared away.
                    share.killAndStartServer();
                    assertThat(share.state()).as(what).isEqualTo(done);
                }
            } else if (failed.stream().anyMatch(FLUSH_OF_FOLDER.asPredicate())) {
                assertThat(after).as(what).isIn(before, done);
            } else {
                assertThat(after).as(what).isEqualTo(before);
            }
        }
        assertThat(share.server().output()).doesNotContain("/proc/self/fd/", "bug in gitdav");
    }

    /// The calls that a request makes about the volume, each to fail once.
    private List<Injection> injections(String method, String path, String destination) throws Exception {
        try (Strace strace = Strace.attach(share.server().pid(), "trace=" + CALLS)) {
            share.request(method, path, destination);
            Map<String, Integer> counts = new HashMap<>();
            Set<Injection> found = new LinkedHashSet<>();
            strace.detach().forEach(line -> {
                Matcher call = CALL.matcher(line);
                if (call.lookingAt()) {
                    int count = counts.merge(call.group(1) + call.group(2), 1, Integer::sum);
                    // To go down a path changes nothing, and each name of it is opened so.
                    if (!line.contains("O_PATH")) {
                        found.add(new Injection(call.group(2), count));
                    }
                }
            });
            return List.copyOf(found);
        }
    }

    /// @param number counted in each thread
    private record Injection(String call, int number) {
        String expression() {
            return "inject=" + call + ":error=EIO:when=" + number;
        }
    }
}
