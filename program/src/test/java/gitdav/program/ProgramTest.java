package gitdav.program;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;

import static org.assertj.core.api.Assertions.assertThat;

class ProgramTest {

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void captureWhatIsPrinted() {
        var capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
    }

    @AfterEach
    void restoreStreams() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void optionOnTheCommandLineWinsOverTheEnvironment() {
        var sample = new Sample();

        assertThat(Program.run(sample, Map.of("GIT_URL", "from-env", "PORT", "not read"), "--port", "99")).isZero();

        assertThat(sample.gitUrl).isEqualTo("from-env");
        assertThat(sample.port).isEqualTo(99);
        assertThat(sample.patience).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void emptyVariableCountsAsNotSet() {
        var sample = new Sample();

        assertThat(Program.run(sample, Map.of("GIT_URL", "x", "PORT", " ", "DATA_DIR", ""))).isZero();

        assertThat(sample.port).isEqualTo(8080);
        assertThat(sample.dataDir).isEqualTo(Path.of("/data"));
    }

    @Test
    void allProblemsAreReportedAtOnceWithTheirValues() {
        assertThat(Program.run(new Sample(), Map.of("PORT", "abc", "PATIENCE", "12"))).isEqualTo(2);

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("""
                sample did not start. Settings to change:
                  PORT: 'abc' is not an int
                  PATIENCE: '12' is not a duration such as 500ms, 30s, 5m, 2h or 1d
                  GIT_URL is not set: the remote
                All settings: sample --help
                """);
    }

    @Test
    void wrongValueIsReportedWithoutTheDefaultThatIsWrongAsWell() {
        var mounting = new Sample() {
            @Option(names = "--mount", converter = FolderConverter.class, defaultValue = "/no/default")
            @SuppressWarnings("UnusedVariable")
            Path mount;
        };

        Program.run(mounting, Map.of("GIT_URL", "x"), "--mount", "/no/such/mount", "--port", "1");

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("/no/such/mount").doesNotContain("/no/default");
    }

    @Test
    void keyInTheWrongPlaceIsNotPrinted() {
        String key = "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret\n-----END OPENSSH PRIVATE KEY-----\n";
        String base64 = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));

        Program.run(new Sample(), Map.of("PORT", key, "PATIENCE", base64), "--git-ulr=git~" + base64 + "@host:path",
                base64);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("PORT: '***", "PATIENCE: '***", "'--git-ulr=***@***:***'")
                .doesNotContain("secret", base64.substring(20, 40));
    }

    @Test
    void actionIsNeverTakenFromTheEnvironment() {
        var acting = new Sample() {
            @Option(names = "--act")
            boolean act;
        };

        assertThat(Program.run(acting, Map.of("GIT_URL", "x", "ACT", "true"))).isZero();

        assertThat(acting.act).isFalse();
    }

    @Test
    void helpShowsDefaultsAndNeverTheEnvironment() {
        assertThat(Program.run(new Sample(), Map.of("GIT_URL", "secret", "PORT", "1234"), "--help")).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("8080").doesNotContain("secret", "1234");
    }

    @Test
    void helpNamesTheVariableOfEachSettingInTheOrderOfTheCode() {
        Program.run(new Sample(), Map.of(), "--help");

        assertThat(printed.toString(StandardCharsets.UTF_8)).containsSubsequence("--port", "PORT: where", "--git-url",
                "GIT_URL: the remote", "--patience", "PATIENCE:");
    }

    @Test
    void severalProblemsOfOneSettingAreALineEach() {
        var several = new Sample() {
            @Option(names = "--users-file", converter = TwoProblems.class)
            @SuppressWarnings("UnusedVariable")
            String users;
        };

        assertThat(Program.run(several, Map.of("GIT_URL", "x", "USERS_FILE", "x"))).isEqualTo(2);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("\n  USERS_FILE: line 1 is wrong\n  USERS_FILE: line 2 as well\n");
    }

    private static final class TwoProblems implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            throw new TypeConversionException("line 1 is wrong\nline 2 as well");
        }
    }

    @Test
    void failureIsExitCode1() {
        var failing = new Sample() {
            @Override
            public Integer call() throws IOException {
                throw new IOException("cannot reach git.example.org; check GIT_URL");
            }
        };

        assertThat(Program.run(failing, Map.of("GIT_URL", "x"))).isEqualTo(1);
    }

    @Command(name = "sample", mixinStandardHelpOptions = true)
    static class Sample implements Callable<Integer> {

        @Option(names = "--port", defaultValue = "8080", description = "where (default: ${DEFAULT-VALUE})")
        int port;

        @Option(names = "--git-url", required = true, description = "the remote")
        String gitUrl;

        @Option(names = "--patience", defaultValue = "30s", converter = DurationConverter.class)
        Duration patience;

        @Option(names = "--data-dir", defaultValue = "/data")
        Path dataDir;

        @Override
        public Integer call() throws IOException {
            return 0;
        }
    }
}
