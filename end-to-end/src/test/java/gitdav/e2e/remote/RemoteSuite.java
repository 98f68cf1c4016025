package gitdav.e2e.remote;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramLoop.Run;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.UsersFiles;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/// What every kind of remote has to do for the two git programs; each kind is a subclass.
abstract class RemoteSuite {

    private static final Map<String, String> CONTENT = Map.of("a", "a", "folder/ü b", "b");

    /// For the server, its keys and its repositories, and for the volumes of each pod.
    @TempDir
    protected Path dir;

    /// An empty remote, and all that is needed to use it.
    abstract Map<String, String> settings() throws Exception;

    /// The same remote with a login that it does not let in.
    ///
    /// @return the settings, and under the name `expected` what the error is to say
    abstract Map<String, String> withoutAccess() throws Exception;

    @Test
    void whatIsBackedUpIsRestored() throws Exception {
        Map<String, String> settings = settings();
        asAProcess("git-init", "one", settings);
        write("one", CONTENT);
        asAProcess("git-backup", "one", settings, "--once");
        asAProcess("git-init", "two", settings);

        assertThat(files("two")).isEqualTo(CONTENT);
    }

    @Test
    void commitsOfTwoPodsEndUpTogether() throws Exception {
        Map<String, String> settings = settings();
        backUp("one", settings, CONTENT);
        restored("two", settings);
        backUp("one", settings, Map.of("of one", "1"));
        write("two", Map.of("of two", "2"));
        // Whether git-backup merges or leaves that to git-init: the first pod's commit stays.
        run("git-backup", "two", settings, "--once");
        assertThat(restored("three", settings)).containsEntry("of one", "1");

        git("git-init", "two", settings);
        git("git-backup", "two", settings, "--once");

        var all = new TreeMap<>(CONTENT);
        all.putAll(Map.of("of one", "1", "of two", "2"));
        assertThat(files("two")).isEqualTo(all);
        assertThat(restored("four", settings)).isEqualTo(all);
    }

    @Test
    @Tag("long")
    void killedBackupsAndRestoresAreMadeUpFor() throws Exception {
        Map<String, String> settings = settings();
        git("git-init", "one", settings);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.printf("seed %d%n", seed);
        var random = new Random(seed);
        for (int round = 0; round < Integer.getInteger("rounds", 1); round++) {
            write("one", Map.of("round " + round, "x".repeat(random.nextInt(100_000))));
            kill("git-backup", "one", settings, random, "--once");
        }
        git("git-backup", "one", settings, "--once");
        kill("git-init", "two", settings, random);

        assertThat(restored("two", settings)).isEqualTo(files("one")).isNotEmpty();
    }

    @Test
    void whoIsNotLetInIsToldWhatToChangeAndWhatIsThereIsServed() throws Exception {
        backUp("one", settings(), CONTENT);
        Map<String, String> refused = new HashMap<>(withoutAccess());
        String expected = refused.remove("expected");

        Run empty = run("git-init", "two", refused);
        assertThat(empty.exitCode()).as(empty.output()).isEqualTo(1);
        assertThat(empty.output()).contains(expected).doesNotContain("\tat ");
        Run usable = run("git-init", "one", refused);
        assertThat(usable.exitCode()).as(usable.output()).isZero();
        assertThat(usable.output()).contains(expected);
        assertThat(files("one")).isEqualTo(CONTENT);
    }

    private void backUp(String pod, Map<String, String> settings, Map<String, String> content) throws Exception {
        git("git-init", pod, settings);
        write(pod, content);
        git("git-backup", pod, settings, "--once");
    }

    private Map<String, String> restored(String pod, Map<String, String> settings) throws Exception {
        git("git-init", pod, settings);
        return files(pod);
    }

    private void git(String program, String pod, Map<String, String> settings, String... arguments) throws Exception {
        ProgramLoop.sharedInPod().succeed(program, in(pod, settings), arguments);
    }

    private Run run(String program, String pod, Map<String, String> settings, String... arguments) throws Exception {
        return ProgramLoop.sharedInPod().run(program, in(pod, settings), arguments);
    }

    private void asAProcess(String program, String pod, Map<String, String> settings, String... arguments)
            throws Exception {
        try (var process = ProgramProcess.startInPod(program, in(pod, settings), arguments)) {
            assertThat(process.exitCode()).as(process.output()).isZero();
        }
    }

    private void kill(String program, String pod, Map<String, String> settings, Random random, String... arguments)
            throws Exception {
        try (var process = ProgramProcess.startInPod(program, in(pod, settings), arguments)) {
            process.killAfter(Duration.ofMillis(300 + random.nextInt(2000)));
        }
    }

    private Map<String, String> in(String pod, Map<String, String> settings) throws IOException {
        var all = new HashMap<>(settings);
        Path volumes = PodUser.letIn(dir).resolve(pod);
        if (Files.notExists(volumes)) {
            Files.createDirectory(volumes);
            VolumeShape shape = VolumeShape.inTurn(pod.length() % 2);
            shape.make(volumes.resolve("data"));
            shape.makeWithoutEntries(volumes.resolve("git"));
        }
        all.put("DATA_DIR", volumes.resolve("data").toString());
        all.put("GIT_STORE", volumes.resolve("git").toString());
        return all;
    }

    private void write(String pod, Map<String, String> content) throws IOException {
        for (Map.Entry<String, String> file : content.entrySet()) {
            Path path = dir.resolve(pod + "/data").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        PodUser.own(dir.resolve(pod + "/data"));
    }

    private Map<String, String> files(String pod) throws IOException {
        return UsersFiles.in(dir.resolve(pod + "/data"));
    }
}
