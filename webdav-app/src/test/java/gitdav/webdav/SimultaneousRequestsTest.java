package gitdav.webdav;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class SimultaneousRequestsTest extends WebdavTest {

    private static final int ROUNDS = 100;

    @Test
    void ofManyWhoCreateAFileOneWins() throws Exception {
        assertThat(together(() -> put("/file", "x", "If-None-Match", "*"))).containsOnly(201, 412)
                .containsOnlyOnce(201);
    }

    @Test
    void ofManyWhoMakeAFolderOneDoesAndTheOthersHearThatItIsThere() throws Exception {
        for (int round = 0; round < 10; round++) {
            String folder = "/folder-" + round;
            assertThat(together(() -> status("MKCOL", folder))).containsOnly(201, 405).containsOnlyOnce(201);
        }
    }

    @Test
    void downloadIsOneFileThatIsReplacedMeanwhile() throws Exception {
        Map<String, String> contents = new ConcurrentHashMap<>();
        Callable<Void> replacing = () -> {
            for (int round = 0; round < ROUNDS; round++) {
                String content = "x".repeat(round);
                var answer = send("PUT", "/file", content);
                contents.put(answer.headers().firstValue("ETag").orElseThrow(), content);
            }
            return null;
        };
        put("/file", "");
        List<String[]> downloads = new ArrayList<>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> replaced = clients.submit(replacing);
            while (!replaced.isDone()) {
                var answer = send("GET", "/file", "");
                downloads.add(new String[]{answer.headers().firstValue("ETag").orElseThrow(), answer.body()});
            }
            replaced.get();
        }
        assertThat(downloads)
                .allSatisfy(found -> assertThat(contents.getOrDefault(found[0], "")).isEqualTo(found[1]));
    }

    @Test
    void uploadIntoAFolderThatMovesIsStoredIfAndOnlyIfTheAnswerSaysSo() throws Exception {
        status("MKCOL", "/a");
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> moved = clients.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(status("MOVE", "/a", "Destination", "/b")).isEqualTo(201);
                    assertThat(status("MOVE", "/b", "Destination", "/a")).isEqualTo(201);
                }
                return null;
            });
            while (!moved.isDone()) {
                answers.add(put("/a/" + answers.size(), "x"));
            }
            moved.get();
        }
        assertThat(answers).isSubsetOf(201, 409);
        assertThat(IntStream.range(0, answers.size()).filter(i -> answers.get(i) == 201).mapToObj("%d"::formatted))
                .containsExactlyInAnyOrderElementsOf(namesIn(data.resolve("a")));
        assertThat(Files.exists(data.resolve("b"))).isFalse();
    }

    /// What sixteen clients hear who ask for the same at once.
    private static List<Integer> together(Callable<Integer> request) throws InterruptedException {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            return clients.invokeAll(Stream.generate(() -> request).limit(16).toList()).stream()
                    .map(Future::resultNow).toList();
        }
    }
}
