package gitdav.program;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The environment's part of the settings: `GIT_URL` stands in for `--git-url` where that is not given.
///
/// Only for settings that have a value: an action such as `--check` is the command line's alone. An empty variable counts
/// as not set, because that is what `value: ""` in a manifest means to the person who wrote it.
///
/// @param environment the variables to read, usually [System#getenv()]
record EnvironmentSettings(Map<String, String> environment) {

    /// The command line's arguments, preceded by one for each setting that only the environment has.
    String[] completing(String[] arguments, CommandSpec command) {
        Stream<String> fromEnvironment = command.options().stream()
                .filter(option -> option.arity().max() > 0 && !isGiven(option, arguments))
                .filter(option -> !valueOf(option).isEmpty())
                .map(option -> option.longestName() + "=" + valueOf(option));
        return Stream.concat(fromEnvironment, Arrays.stream(arguments)).toArray(String[]::new);
    }

    /// The environment variable of an option: `GIT_URL` for `--git-url`.
    static String variableOf(OptionSpec option) {
        return option.longestName().substring("--".length()).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private String valueOf(OptionSpec option) {
        return environment.getOrDefault(variableOf(option), "").strip();
    }

    private static boolean isGiven(OptionSpec option, String[] arguments) {
        return Arrays.stream(arguments).map(argument -> argument.replaceFirst("=.*", ""))
                .anyMatch(Arrays.asList(option.names())::contains);
    }
}
