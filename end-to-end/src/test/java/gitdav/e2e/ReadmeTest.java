package gitdav.e2e;

import gitdav.backup.GitBackup;
import gitdav.init.GitInit;
import gitdav.webdav.WebdavApp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What the README says of the settings is what the programs say.
class ReadmeTest {

    static Stream<CommandLine> programs() {
        return Stream.of(new GitInit(), new GitBackup(), new WebdavApp()).map(CommandLine::new);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void tableOfSettingsHasEverySettingWithItsUserAndDefault(CommandLine program) throws IOException {
        List<String> rows = Files.readAllLines(ProgramProcess.ROOT.resolve("README.md")).stream()
                .filter(line -> line.startsWith("| `")).toList();
        for (OptionSpec setting : program.getCommandSpec().options()) {
            if (setting.arity().max() == 0) {
                continue;
            }
            String variable = setting.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
            assertThat(rows).as(variable + " of " + program.getCommandName()).anySatisfy(row -> {
                String[] cells = row.split(" *\\| *", -1);
                assertThat(cells[1]).isEqualTo("`" + variable + "`");
                assertThat(cells[2]).contains(program.getCommandName());
                assertThat(cells[3]).isEqualTo(setting.required()
                        ? "required"
                        : setting.defaultValue() == null ? "none" : "`" + setting.defaultValue() + "`");
            });
        }
    }
}
