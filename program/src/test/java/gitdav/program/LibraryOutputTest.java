package gitdav.program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;

/// What a whole process leaves on standard error whose libraries print by themselves.
@Timeout(60)
class LibraryOutputTest {

    @Test
    void whateverLibrariesPrintIsALineOfTheLog() throws Exception {
        assertThat(printed("text", "")).hasSize(5).allSatisfy(line -> assertThat(line).matches("\\S+T\\S+ \\w+ +.*"))
                .anySatisfy(line -> assertThat(line).endsWith(" WARN  printed: ***"))
                .anySatisfy(line -> assertThat(line).endsWith(" WARN  without an end"))
                .anySatisfy(line -> assertThat(line).endsWith(" INFO  logged by x"))
                .anySatisfy(line -> assertThat(line).endsWith(" WARN  thread 'copier' has failed: disk full"))
                .anySatisfy(line -> assertThat(line).endsWith(" INFO  done"));
    }

    @Test
    void asJsonToo() throws Exception {
        assertThat(printed("json", "")).hasSize(5)
                .allSatisfy(line -> assertThat(JsonMapper.shared().readTree(line).get("level")).isNotNull());
    }

    @Test
    void settingsProblemsStayAsTheyAre() throws Exception {
        assertThat(printed("text", "--no-such")).contains("sample did not start. Settings to change:");
    }

    @ParameterizedTest
    @CsvSource({"Europe/berlin, set TZ=Europe/Berlin", "CEST, 'CEST' is not a time zone"})
    void zoneThatIsUnknownIsASettingsProblem(String zone, String problem) throws Exception {
        assertThat(String.join("", printed("text", zone))).contains(problem);
    }

    private static List<String> printed(String format, String more) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), Sample.class.getName(), "--log-format=" + format);
        if (more.startsWith("-")) {
            builder.command().add(more);
        }
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TZ", more.startsWith("-") ? "" : more);
        Process process = builder.start();
        String printed = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(more.isEmpty() ? 0 : 2);
        return printed.lines().toList();
    }

    @Command(name = "sample")
    static class Sample implements Callable<Integer> {

        /// Read by [Program].
        @Mixin
        @SuppressWarnings("UnusedVariable")
        private LoggingOptions logging;

        public static void main(String... arguments) {
            Program.main(new Sample(), arguments);
        }

        @Override
        public Integer call() throws InterruptedException {
            System.err.println("printed: -----BEGIN PRIVATE KEY-----");
            System.err.println("without an end");
            Logger.getLogger("somebody.else").info("logged by x");
            Thread copier = Thread.ofPlatform().name("copier").start(() -> {
                throw new UncheckedIOException(new IOException("disk full"));
            });
            copier.join();
            org.slf4j.LoggerFactory.getLogger(Sample.class).info("done");
            return 0;
        }
    }
}
