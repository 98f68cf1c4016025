package gitdav.e2e.pod;

import gitdav.backup.GitBackup;
import gitdav.init.GitInit;
import gitdav.webdav.WebdavApp;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Locale;
import java.util.stream.Stream;

/// The settings of the three programs, as the programs themselves declare them.
public final class DeclaredSettings {

    private DeclaredSettings() {}

    /// The three programs. Tests name this method as their source.
    public static Stream<CommandLine> programs() {
        return Stream.of(new GitInit(), new GitBackup(), new WebdavApp()).map(CommandLine::new);
    }

    /// Those of all programs; what two of them declare comes twice.
    public static Stream<OptionSpec> all() {
        return programs().flatMap(each -> of(each));
    }

    /// Those of a program, without what only says what to do, such as `--help`.
    public static Stream<OptionSpec> of(CommandLine program) {
        return program.getCommandSpec().options().stream().filter(option -> option.arity().max() > 0);
    }

    /// Those of the program that has this name; none, if there is no such program.
    public static Stream<OptionSpec> of(String program) {
        return programs().filter(each -> each.getCommandName().equals(program)).flatMap(each -> of(each));
    }

    /// The environment variable of a setting.
    public static String variable(OptionSpec setting) {
        return setting.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
