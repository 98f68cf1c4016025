package gitdav.e2e.talk;

import gitdav.e2e.pod.ProgramProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/// The exercises without a cluster: each solution of `docs/exercises/solutions.md` is run as it is written, in one local pod as
/// in a class, and `docs/exercises/check` sees the difference.
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalExercisesTest {

    private static final Path SOLUTIONS = ProgramProcess.ROOT.resolve("docs/exercises/solutions.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```bash\n(.*?)```");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path dir;

    private final int port = freePort();
    private final int secondPort = freePort();
    private Process pod;

    @AfterEach
    void stop() throws InterruptedException {
        if (pod != null) {
            pod.destroy();
            pod.waitFor();
        }
    }

    /// In an order that starts as few pods as possible: the solution of 5 starts and kills one of its own.
    @Test
    void everySolutionIsDoneAndWasNotBefore() throws Exception {
        assertThat(check("5").says("201")).startsWith("missing: the local pod does not answer");
        run("5", 0);
        start();
        assertThat(check("5").says()).startsWith("missing: the answer");
        assertThat(check("5").says("201")).isEqualTo("done: exercise 5");
        for (String number : List.of("1", "2", "3")) {
            assertThat(check(number).says()).startsWith("missing: ");
            run(number, 0);
            Awaitility.await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(check(number).says()).isEqualTo("done: exercise " + number));
        }
        solveTheSecondShare();
        assertThat(check("4").says()).startsWith("missing: ");
        stop();
        run("4", 0);
        start();
        assertThat(check("4").says()).isEqualTo("done: exercise 4");
    }

    private void solveTheSecondShare() throws Exception {
        assertThat(check("6").says()).startsWith("missing: no second share");
        Process second = bash(blocks("6").getFirst(), dir.resolve("second.log"));
        try {
            run("6", 1);
            assertThat(check("6").says()).isEqualTo("done: exercise 6");
        } finally {
            second.destroy();
            second.waitFor();
        }
    }

    @Test
    void failingPodSaysWhatTheAnswerIs() throws Exception {
        Path log = dir.resolve("failing.log");

        assertThat(bash(blocks("7").getFirst(), log).waitFor()).isNotZero();

        assertThat(log).content().contains("git-init   | ended with exit code 0").containsPattern(
                "git-backup \\| +RUNAT: '25:99'").contains("git-backup | ended with exit code 2");
    }

    private ExerciseCheck check(String number) {
        return ExerciseCheck.of(number).with("SHARE", "http://127.0.0.1:" + port).with("STATE", state("pod"))
                .with("SECOND", "http://127.0.0.1:" + secondPort).with("SECOND_STATE", state("second"));
    }

    private void start() throws IOException {
        Path log = dir.resolve("pod.log");
        pod = bash(here("exec demo/run"), log);
        Awaitility.await().atMost(PATIENCE).until(() -> Files.readString(log).contains("The share is at"));
    }

    private void run(String number, int block) throws Exception {
        Path log = dir.resolve("solution.log");
        Process solution = bash(blocks(number).get(block), log);
        assertThat(solution.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
        assertThat(solution.exitValue()).as(Files.readString(log)).isZero();
    }

    /// The blocks of a solution, for this test's ports and folders, with a backup every three seconds if they do not say when:
    /// to connect to the remote for each takes more processor time than the backup.
    private List<String> blocks(String number) throws IOException {
        String solution = Pattern.compile("(?ms)^## " + number + "\\. .*?(?=^#)").matcher(Files.readString(SOLUTIONS))
                .results().map(MatchResult::group).collect(Collectors.joining());
        return BLOCK.matcher(solution).results().map(block -> here(block.group(1))).toList();
    }

    private String here(String commands) {
        return commands.replaceAll("\\Qdemo/run\\E(?! --port 8081)( --runat \\S++)?+(?! --)",
                "demo/run$1 --port " + port + " --state " + state("pod"))
                .replaceAll("demo/run(?! --runat)", "demo/run --runat 3s")
                .replaceFirst("^demo/run", "exec demo/run").replace("127.0.0.1:8080", "127.0.0.1:" + port)
                .replaceAll("(?<=127.0.0.1:|--port )8081", Integer.toString(secondPort))
                .replace("demo/target/", dir + "/");
    }

    private String state(String name) {
        return dir.resolve(name).toString();
    }

    private static Process bash(String commands, Path log) throws IOException {
        var builder = new ProcessBuilder("bash", "-ec", commands).directory(ProgramProcess.ROOT.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
