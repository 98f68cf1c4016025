package gitdav.program;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IOptionRenderer;
import picocli.CommandLine.Model.CommandSpec;

/// What `--help` prints, in one style for all programs: what the program does, its settings with the environment variable of
/// each in the order in which they are declared, and its exit codes.
final class ProgramHelp extends Help {

    static final int WIDTH = 120;
    private static final int DESCRIPTION = 4;

    private ProgramHelp(CommandSpec command, ColorScheme colours) {
        super(command, colours);
    }

    /// From now on, the command's help looks like that.
    static void of(CommandLine command) {
        command.getCommandSpec().usageMessage().sortOptions(false);
        command.setHelpFactory(ProgramHelp::new);
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
        IOptionRenderer usual = super.createDefaultOptionRenderer();
        return (option, label, colours) -> {
            Text[][] rows = usual.render(option, label, colours);
            if (option.arity().max() > 0) {
                rows[0][DESCRIPTION] = colours.text(EnvironmentSettings.variableOf(option) + ": ")
                        .concat(rows[0][DESCRIPTION]);
            }
            return rows;
        };
    }
}
