package gitdav.e2e;

import gitdav.volume.DataVolume;
import gitdav.volume.GitStore;
import gitdav.volume.Snapshotter;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// `kill -9` of git-init at a random moment of a restore: the next run ends with exactly what the remote has.
class KilledRestoreTest {

    private static final int ROUNDS = 8;
    private static final int FILES = 400;

    @TempDir
    private Path dir;

    @RepeatedTest(ROUNDS)
    void nextRunEndsWithTheExactContent(RepetitionInfo round) throws Exception {
        Map<String, String> content = remoteWithManyFiles();
        Path data = Files.createDirectory(dir.resolve("data"));
        Map<String, String> settings = Map.of("DATA_DIR", data.toString(), "GIT_STORE", dir.resolve("git").toString(),
                "GIT_URL", dir.resolve("content.git").toUri().toString());
        // From the start of the machine to about the end of the restore, a little later in each round.
        var untilTheKill = Duration
                .ofMillis(300 + 150L * round.getCurrentRepetition() + ThreadLocalRandom.current().nextInt(150));

        boolean killed;
        try (var gitInit = ProgramProcess.start("git-init", settings)) {
            killed = gitInit.killAfter(untilTheKill);
        }
        try (var gitInit = ProgramProcess.start("git-init", settings)) {
            assertThat(gitInit.exitCode()).as(gitInit.output()).isZero();
            System.out.println("killed: " + killed + " after " + untilTheKill.toMillis() + " ms, then "
                    + gitInit.output().replaceFirst("(?s).*?/data is (\\w+).*", "$1"));
        }

        assertThat(files(data)).isEqualTo(content);
        assertThat(data.resolve(".gitdav/staging")).doesNotExist();
    }

    private Map<String, String> remoteWithManyFiles() throws IOException {
        var content = new TreeMap<String, String>();
        Path source = Files.createDirectory(dir.resolve("source"));
        for (int i = 0; i < FILES; i++) {
            String name = (i % 4 == 0 ? "folder " + i % 30 + "/" : "") + "file " + i;
            Files.createDirectories(source.resolve(name).getParent());
            Files.writeString(source.resolve(name), "content " + i);
            content.put(name, "content " + i);
        }
        try (var remote = GitStore.open(dir.resolve("content.git"), "main")) {
            var tree = Snapshotter.take(new DataVolume(source), remote, Optional.empty()).tree();
            remote.commit(tree, new PersonIdent("test", "test"), "content\n");
        }
        return content;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith(".gitdav/")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }
}
