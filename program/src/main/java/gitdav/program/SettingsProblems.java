package gitdav.program;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that is wrong with the settings, a line each: the setting's name, the value, what is expected.
record SettingsProblems(List<String> lines) {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsProblems.class);

    /// @param environment the variables among which settings may be misspelt
    static SettingsProblems of(ParseResult parsed, Map<String, String> environment) {
        // After a wrong value picocli goes on to the default, which was not asked for and may be wrong as well.
        var settings = new HashSet<>();
        Stream<String> wrong = parsed.errors().stream()
                .filter(error -> !(error instanceof ParameterException wrongValue && wrongValue.getArgSpec() != null)
                        || settings.add(wrongValue.getArgSpec()))
                .flatMap(SettingsProblems::describe);
        Stream<String> misspelt = Misspellings.in(environment, parsed.commandSpec()).stream();
        Stream<String> ofTheMachine = Stream
                .of(FileNameEncoding.problem(), TimeZoneName.problem(System.getenv("TZ"))).flatMap(Optional::stream);
        return new SettingsProblems(Stream.of(wrong, misspelt, ofTheMachine).flatMap(lines -> lines).toList());
    }

    boolean none() {
        return lines.isEmpty();
    }

    void print(CommandLine command) {
        if (LoggingOptions.isJson()) {
            lines.forEach(line -> LOG.error("{} did not start: {}", command.getCommandName(), line));
            return;
        }
        command.getErr().println(command.getCommandName() + " did not start. Settings to change:");
        lines.forEach(line -> command.getErr().println("  " + ForeignText.oneLine(Secrets.masked(line))));
        command.getErr().println("All settings: " + command.getCommandName() + " --help");
    }

    private static Stream<String> describe(Exception error) {
        return switch (error) {
            case MissingParameterException missing -> missing.getMissing().stream()
                    .map(argument -> argument instanceof OptionSpec option
                            ? EnvironmentSettings.variableOf(option) + " is not set: " + option.description()[0]
                            : missing.getMessage());
            case ParameterException wrong when wrong.getArgSpec() instanceof OptionSpec option
                    && wrong.getCause() instanceof TypeConversionException expected ->
                // One may have found several. Masked first: a key has lines, too.
                Secrets.masked(Secrets.masked(expected.getMessage(), option, wrong.getValue())).lines()
                        .map(problem -> EnvironmentSettings.variableOf(option) + ": " + problem);
            case ParameterException wrong when wrong.getArgSpec() instanceof OptionSpec option ->
                Stream.of(Secrets.masked(wrong.getMessage(), option, wrong.getValue()));
            case UnmatchedArgumentException unknown ->
                Stream.of(Secrets.masked(unknown.getMessage(), unknown.getUnmatched()));
            default -> Stream.of(error.getMessage());
        };
    }
}
