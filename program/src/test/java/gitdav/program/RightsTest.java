package gitdav.program;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static org.assertj.core.api.Assertions.assertThat;

class RightsTest {

    private final PrintStream realOut = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path dir;

    @BeforeEach
    void captureWhatIsPrinted() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreStream() {
        System.setOut(realOut);
    }

    @Test
    void placesThatAreMountedAreTriedAndThoseThatWereAskedForComeLast() throws IOException {
        Path data = Files.createDirectory(dir.resolve("the data"));
        Path git = Files.createDirectory(dir.resolve("git"));
        Path table = mounts(git, data);

        assertThat(rights(Map.of("LANG", "C"), table, git.toString(), dir.resolve("backup").toString()))
                .map(line -> line.replaceAll(" {2,}", "  ")).containsExactly(data + "  reads, writes",
                        git + "  reads, writes", dir.resolve("backup") + "  is not there", "variables  LANG");
    }

    @Test
    void tryingLeavesNothing() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "content");

        assertThat(rights(Map.of(), dir.resolve("no table"), dir.toString(), file.toString()))
                .anyMatch(line -> line.startsWith(dir + " "));

        assertThat(dir).isDirectoryContaining(file::equals).isDirectoryNotContaining(other -> !other.equals(file));
        assertThat(file).hasContent("content");
    }

    @Test
    void kernelsOwnPlacesAreNoFiles() throws IOException {
        Path table = mounts(Path.of("/proc"), Path.of("/sys/firmware"), Path.of("/dev/shm"), Path.of("/"));

        assertThat(Mounts.in(table)).containsExactly(Path.of("/"));
    }

    @Test
    void variablesAreNamedWithoutSecretsAndTheirFilesAreTried() throws IOException {
        Path key = Files.writeString(dir.resolve("key"), "secret");
        var environment = Map.of("GIT_URL", "https://user:s3cret@git.example.org/backup.git", "SSH_KEY_FILE",
                key.toString(), "HTTPS_CREDENTIALS_FILE", "t0ken-in-the-wrong-place", "RUNAT", "5m");

        List<String> lines = rights(environment, dir.resolve("no table"));

        assertThat(lines).hasSize(2).first().asString().startsWith(key + " ").contains("reads");
        assertThat(lines.getLast()).endsWith(
                "  GIT_URL (https://***:***@***/***), HTTPS_CREDENTIALS_FILE, RUNAT, SSH_KEY_FILE");
    }

    @Test
    void programNeedsNoSettingsToShowItsRights() {
        assertThat(Program.run(new WithRights(), Map.of(), "rights", dir.toString())).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(dir + " ", "reads, writes");
    }

    private List<String> rights(Map<String, String> environment, Path table, String... places) {
        assertThat(new CommandLine(new Rights(environment, table)).execute(places)).isZero();
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Path mounts(Path... points) throws IOException {
        var table = new StringBuilder();
        for (Path point : points) {
            table.append("88 71 254:0 /volumes/1 ").append(point.toString().replace(" ", "\\040"))
                    .append(" rw,relatime - ext4 /dev/vda rw\n");
        }
        return Files.writeString(dir.resolve("table"), table);
    }

    @Command(name = "sample", subcommands = Rights.class)
    private static final class WithRights implements Callable<Integer> {

        @Option(names = "--git-url", required = true)
        @SuppressWarnings("UnusedVariable")
        private String url;

        @Override
        public Integer call() {
            throw new AssertionError("the tool is to run, and not the program");
        }
    }
}
