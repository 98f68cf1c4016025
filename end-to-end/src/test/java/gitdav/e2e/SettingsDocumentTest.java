package gitdav.e2e;

import gitdav.backup.GitBackup;
import gitdav.init.GitInit;
import gitdav.webdav.WebdavApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What the documentation says of the settings is what the programs say.
class SettingsDocumentTest {

    /// A variable's name with an underscore in it; one word alone may be an abbreviation.
    private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+\\b");
    /// Variables of others, and a name that is wrong on purpose.
    private static final List<String> OTHERS = List.of("LC_ALL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
            "GIT_PROTOCOL", "WEBDAV_USER_FILE");

    static Stream<CommandLine> programs() {
        return Stream.of(new GitInit(), new GitBackup(), new WebdavApp()).map(CommandLine::new);
    }

    static List<Document> documents() throws IOException {
        return Document.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void tableHasEverySettingWithItsUserAndDefault(CommandLine program) throws IOException {
        List<String[]> rows = table();

        assertThat(settings(program)).allSatisfy(setting -> assertThat(rows).as(variable(setting)).anySatisfy(cells -> {
            assertThat(cells[1]).isEqualTo("`" + variable(setting) + "`");
            assertThat(cells[2]).contains(program.getCommandName());
            assertThat(cells[3]).isEqualTo(setting.required()
                    ? "required"
                    : setting.defaultValue() == null ? "none" : "`" + setting.defaultValue() + "`");
        }));
    }

    @Test
    void tableHasOnlySettingsOfTheProgramsThatItNames() throws IOException {
        assertThat(table()).allSatisfy(cells -> assertThat(cells[2].split(", ")).as(cells[1])
                .allSatisfy(name -> assertThat(programs().filter(program -> program.getCommandName().equals(name))
                        .flatMap(SettingsDocumentTest::settings)).map(setting -> "`" + variable(setting) + "`")
                        .contains(cells[1])));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everySettingThatADocumentNamesIsOne(Document document) {
        List<String> known = Stream.concat(OTHERS.stream(),
                programs().flatMap(SettingsDocumentTest::settings).map(SettingsDocumentTest::variable)).toList();

        assertThat(VARIABLE.matcher(document.text()).results().map(MatchResult::group)).isSubsetOf(known);
    }

    private static List<String[]> table() throws IOException {
        return Document.read(Path.of("docs/settings.md")).rows();
    }

    /// Without what only says what to do, such as `--help`.
    private static Stream<OptionSpec> settings(CommandLine program) {
        return program.getCommandSpec().options().stream().filter(option -> option.arity().max() > 0);
    }

    private static String variable(OptionSpec setting) {
        return setting.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
