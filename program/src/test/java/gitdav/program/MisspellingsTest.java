package gitdav.program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class MisspellingsTest {

    private static final List<String> SETTINGS = List.of("ADDRESS", "DATA_DIR", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_NAME",
            "GIT_BRANCH", "GIT_CREATE_REMOTE", "GIT_DEPTH", "GIT_STORE", "GIT_TIMEOUT", "GIT_URL",
            "HTTPS_CREDENTIALS_FILE",
            "HTTPS_PROXY", "LOG_FORMAT", "MANAGEMENT_ADDRESS", "MANAGEMENT_PORT", "NO_PROXY", "PORT", "RUNAT",
            "S3_ENDPOINT",
            "S3_REGION", "SHUTDOWN_TIMEOUT", "SSH_HOST_KEYS", "SSH_KEY_FILE", "SSH_KEY_PASSPHRASE_FILE", "TLS_CA_FILE",
            "TLS_KEY_FILE", "VERIFY", "WEBDAV_HOSTS", "WEBDAV_QUOTA", "WEBDAV_USERS_FILE");

    @ParameterizedTest
    @CsvSource({"WEBDAV_USER_FILE,WEBDAV_USERS_FILE", "WEBDAV_USERS,WEBDAV_USERS_FILE", "WEBDAV_PORT,PORT",
            "webdav_users_file,WEBDAV_USERS_FILE", "GIT_ULR,GIT_URL", "GIT_AUTOR_NAME,GIT_AUTHOR_NAME", "RUN_AT,RUNAT",
            "DATADIR,DATA_DIR", "SSH_KEYFILE,SSH_KEY_FILE", "SSH_KEY,SSH_KEY_FILE", "MANAGMENT_PORT,MANAGEMENT_PORT",
            "HTTPS_PROXI,HTTPS_PROXY", "LOG_FORMT,LOG_FORMAT"})
    void misspeltSettingIsFoundWithTheOneThatIsMeant(String variable, String setting) {
        assertThat(in(Map.of(variable, "x")))
                .containsExactly(variable + " is no setting; did you mean " + setting + "?");
    }

    @Test
    void whatBeginsAsNobodyElsesSettingsIsAlwaysOne() {
        assertThat(in(Map.of("WEBDAV_COLOUR_OF_THE_PAGE", "blue")))
                .containsExactly("WEBDAV_COLOUR_OF_THE_PAGE is no setting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GIT_AUTHOR_DATE", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE",
            "GIT_DIR",
            "GIT_EDITOR", "GIT_PAGER", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_TRACE", "GIT_TERMINAL_PROMPT", "GIT_ASKPASS",
            "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_CONFIG", "GIT_CONFIG_COUNT", "GIT_PREFIX", "GIT_EXEC_PATH",
            "GIT_COMMIT",
            "GIT_LOCAL_BRANCH", "GIT_PREVIOUS_COMMIT", "GIT_URL_1", "GIT_STRATEGY", "GIT_PS1_SHOWDIRTYSTATE",
            "GIT_REMOTE",
            "SSH_AUTH_SOCK", "SSH_AGENT_PID", "SSH_ASKPASS", "SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY", "SSH_KEY_PATH",
            "SSH_ORIGINAL_COMMAND", "HTTP_PROXY", "http_proxy", "https_proxy", "no_proxy", "ALL_PROXY", "FTP_PROXY",
            "HOST",
            "PATH", "HOSTNAME", "IP_ADDRESS", "JAVA_HOME", "TLS_ROOT", "S3_BUCKET", "AWS_REGION", "SHUTDOWN",
            "VERIFIED"})
    void variablesOfOtherProgramsAreLeftAlone(String variable) {
        assertThat(in(Map.of(variable, "x"))).isEmpty();
    }

    @Test
    void variablesOfServicesAreLeftAlone() {
        assertThat(in(Map.of("GITDAV_PORT", "tcp://10.0.0.1:80", "GITDAV_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "GITDAV_SERVICE_HOST", "10.0.0.1", "WEBDAV_SERVICE_PORT_HTTP", "80", "WEBDAV_PORT", "tcp://10.0.0.1:80",
                "WEBDAV_PORT_80_TCP_ADDR", "10.0.0.1"))).isEmpty();
    }

    @Test
    void emptyVariableAndOneBesideTheSettingItselfAreLeftAlone() {
        assertThat(in(Map.of("WEBDAV_USER_FILE", " "))).isEmpty();
        assertThat(in(Map.of("GIT_URI", "x", "GIT_URL", "y"))).isEmpty();
    }

    @Test
    void programThatHasNoSuchSettingsDoesNotMindThem() {
        CommandSpec other = CommandSpec.create().addOption(OptionSpec.builder("--git-url").arity("1").build());

        assertThat(Misspellings.in(Map.of("WEBDAV_USER_FILE", "x"), other)).isEmpty();
    }

    private static List<String> in(Map<String, String> environment) {
        CommandSpec command = CommandSpec.create();
        for (String setting : SETTINGS) {
            command.addOption(OptionSpec.builder("--" + setting.toLowerCase(Locale.ROOT).replace('_', '-')).arity("1")
                    .type(String.class).build());
        }
        return Misspellings.in(environment, command);
    }
}
