package gitdav.program;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Runs a picocli command as a container's one process.
///
/// Every setting is an environment variable and the command-line option of the same name, which wins. Settings are
/// checked before any work starts, and all problems are reported at once. Exit codes: 0 done, 1 failed, 2 settings.
public final class Program {

    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private Program() {}

    /// Runs the command with this process's environment, then ends the process with the command's exit code.
    public static void main(Callable<Integer> command, String... arguments) {
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        LibraryOutput.toLog();
        int exitCode = run(new CommandLine(command).setErr(err), System.getenv(), arguments);
        if (Termination.isUnderWay()) {
            // System.exit would wait for the shutdown hook, which waits for us.
            Runtime.getRuntime().halt(exitCode);
        }
        System.exit(exitCode);
    }

    /// Runs the command and returns its exit code. Never throws: a failure becomes one log line.
    ///
    /// A first argument that names one of the command's subcommands runs that one instead.
    ///
    /// @param environment the variables that stand in for options not given
    public static int run(Callable<Integer> command, Map<String, String> environment, String... arguments) {
        return run(new CommandLine(command), environment, arguments);
    }

    private static int run(CommandLine program, Map<String, String> environment, String... arguments) {
        if (arguments.length == 0 || !program.getSubcommands().containsKey(arguments[0])) {
            ProgramHelp.of(program);
            return run(program, new EnvironmentSettings(environment), arguments);
        }
        // A tool beside the program: it has options, and no settings in any manifest.
        var tool = new CommandLine(program.getSubcommands().get(arguments[0]).<Object>getCommand());
        tool.setCommandName(program.getCommandName() + " " + arguments[0]).setErr(program.getErr());
        return run(tool, new EnvironmentSettings(Map.of()), Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static int run(CommandLine line, EnvironmentSettings settings, String... arguments) {
        line.getCommandSpec().parser().collectErrors(true);
        line.getCommandSpec().versionProvider(() -> new String[]{versionOf(line.getCommand())});
        line.setUsageHelpWidth(ProgramHelp.WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(parsed -> runIfSettingsAreRight(parsed, settings));
        line.setExecutionExceptionHandler(Program::report);
        String[] all = settings.completing(arguments, line.getCommandSpec());
        LoggingOptions.apply(all);
        return line.execute(all);
    }

    private static int runIfSettingsAreRight(ParseResult parsed, EnvironmentSettings settings) {
        var problems = SettingsProblems.of(parsed, settings.environment());
        if (problems.none() || parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
            return new CommandLine.RunLast().execute(parsed);
        }
        problems.print(parsed.commandSpec().commandLine());
        return ExitCode.USAGE;
    }

    /// An [IOException] says by its message what failed, on what, and what to change; anything else is our mistake, and
    /// only then does a stack trace help the reader.
    private static int report(Exception failure, CommandLine command, ParseResult parsed) {
        switch (failure) {
            case SettingsException wrong -> {
                new SettingsProblems(List.of(wrong.getMessage())).print(command);
                return ExitCode.USAGE;
            }
            case IOException expected -> LOG.error("{}", Failure.describe(expected));
            default -> LOG.error("This is a bug in gitdav", failure);
        }
        return ExitCode.SOFTWARE;
    }

    private static String versionOf(Object command) {
        return command.getClass().getPackage().getImplementationVersion();
    }
}
