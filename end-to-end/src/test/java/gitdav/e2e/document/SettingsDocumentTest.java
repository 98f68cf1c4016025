package gitdav.e2e.document;

import gitdav.e2e.pod.DeclaredSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    static List<Document> documents() throws IOException {
        return Document.all();
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.pod.DeclaredSettings#programs")
    void tableHasEverySettingWithItsUserAndDefault(CommandLine program) throws IOException {
        List<String[]> rows = table();

        assertThat(DeclaredSettings.of(program)).allSatisfy(setting -> {
            String variable = "`" + DeclaredSettings.variable(setting) + "`";
            assertThat(rows).as(variable).anySatisfy(cells -> {
                assertThat(cells[1]).isEqualTo(variable);
                assertThat(cells[2]).contains(program.getCommandName());
                assertThat(cells[3]).isEqualTo(setting.required()
                        ? "required"
                        : setting.defaultValue() == null ? "none" : "`" + setting.defaultValue() + "`");
            });
        });
    }

    @Test
    void tableHasOnlySettingsOfTheProgramsThatItNames() throws IOException {
        assertThat(table()).allSatisfy(cells -> assertThat(cells[2].split(", ")).as(cells[1]).allSatisfy(
                program -> assertThat(
                        DeclaredSettings.of(program).map(setting -> "`" + DeclaredSettings.variable(setting) + "`"))
                        .contains(cells[1])));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everySettingThatADocumentNamesIsOne(Document document) {
        List<String> known = Stream.concat(OTHERS.stream(),
                DeclaredSettings.all().map(DeclaredSettings::variable)).toList();

        assertThat(VARIABLE.matcher(document.text()).results().map(MatchResult::group)).isSubsetOf(known);
    }

    private static List<String[]> table() throws IOException {
        return Document.read(Path.of("docs/settings.md")).rows();
    }
}
