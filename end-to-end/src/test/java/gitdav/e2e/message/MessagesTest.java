package gitdav.e2e.message;

import gitdav.e2e.pod.DeclaredSettings;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramLoop.Run;
import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/// What the programs say before they do anything, to people and to log collectors.
class MessagesTest {

    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({"webdav-app,WEBDAV_USER_FILE,WEBDAV_USERS_FILE", "git-init,SSH_KEYFILE,SSH_KEY_FILE",
            "git-backup,RUN_AT,RUNAT"})
    void misspeltSettingIsAnErrorThatNamesTheRightOne(String program, String wrong, String right) throws Exception {
        assertThat(settingsError(program, Map.of(wrong, "x")))
                .contains(wrong + " is no setting; did you mean " + right + "?");
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.pod.DeclaredSettings#programs")
    void settingsOfTheOtherProgramsCountAsNoMisspellings(CommandLine program) throws Exception {
        List<String> own = DeclaredSettings.of(program).map(DeclaredSettings::variable).toList();
        Map<String, String> all = DeclaredSettings.all().map(DeclaredSettings::variable).distinct()
                .filter(name -> !own.contains(name))
                .collect(Collectors.toMap(name -> name, _ -> "x"));
        all.put("DATA_DIR", "/no/such/folder");

        assertThat(settingsError(program.getCommandName(), all)).doesNotContain("is no setting");
    }

    @Test
    void oneForTwoPortsIsSaidAsThat() throws Exception {
        assertThat(settingsError("webdav-app", Map.of("PORT", "8085", "MANAGEMENT_PORT", "8085")))
                .contains("PORT and MANAGEMENT_PORT are both 8085");
    }

    @Test
    void usersFileHasALineForEachMistake() throws Exception {
        Path users = Files.writeString(dir.resolve("users"), "no colon\nbob:plain\n");

        assertThat(settingsError("webdav-app", Map.of("WEBDAV_USERS_FILE", users.toString())).lines())
                .anyMatch(line -> line.matches("  WEBDAV_USERS_FILE: .*line 1 has no colon.*"))
                .anyMatch(line -> line.matches("  WEBDAV_USERS_FILE: .*line 2 has no bcrypt hash.*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup", "webdav-app"})
    void helpIsOfOneStyle(String program) throws Exception {
        try (var process = ProgramProcess.start(program, Map.of(), "--help")) {
            assertThat(process.exitCode()).isZero();
            assertThat(process.output()).startsWith("Usage: " + program)
                    .containsSubsequence("Each setting is an environment variable, or an option", "--data-dir=FOLDER",
                            "DATA_DIR: the data volume", "--log-format=FORMAT", "LOG_FORMAT: ", "Exit codes:")
                    .containsPattern("\n  0 +\\S.*\n(?s:.*)  1 +\\S.*\n(?s:.*)  2 +a setting is wrong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup", "webdav-app"})
    void jsonBeginsWithTheFirstLine(String program) throws Exception {
        try (var process = ProgramProcess.start(program, Map.of("LOG_FORMAT", "JSON", "DATA_DIR", "/no/such/folder"))) {
            assertThat(process.exitCode()).as(process.output()).isEqualTo(2);
            assertThat(process.output().lines()).isNotEmpty().allSatisfy(line -> {
                JsonNode json = JsonMapper.shared().readTree(line);
                assertThat(json.get("level").stringValue()).isEqualTo("ERROR");
                assertThat(json.get("message").stringValue()).startsWith(program + " did not start: ");
            });
        }
    }

    @Test
    void backupIsAJsonLineWithItsFacts() throws Exception {
        var settings = Map.of("DATA_DIR", Files.createDirectory(dir.resolve("data")).toString(), "GIT_STORE",
                dir.resolve("git").toString(), "GIT_URL", dir.resolve("content.git").toUri().toString(), "LOG_FORMAT",
                "json");
        ProgramProcess.run("git-init", settings, "--git-create-remote", "true");
        Files.writeString(dir.resolve("data/file"), "word");

        JsonNode line = JsonMapper.shared().readTree(ProgramProcess.run("git-backup", settings, "--once"));
        assertThat(line.get("commit").stringValue()).matches("[0-9a-f]{10}");
        assertThat(line.get("files").intValue()).isEqualTo(1);
        assertThat(line.get("bytes").intValue()).isEqualTo(4);
    }

    private String settingsError(String program, Map<String, String> settings) throws Exception {
        var all = new HashMap<>(Map.of("DATA_DIR", dir.toString()));
        all.putAll(settings);
        Run run = ProgramLoop.shared().run(program, all);
        assertThat(run.exitCode()).as(run.output()).isEqualTo(2);
        return run.output();
    }
}
