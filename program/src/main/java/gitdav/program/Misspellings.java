package gitdav.program;

import picocli.CommandLine.Model.CommandSpec;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Environment variables that are meant as settings and are none: a share whose users file is in `WEBDAV_USER_FILE` would be
/// open to everybody.
///
/// An environment is full of other programs' variables, and those of git and SSH begin as ours do. So only what is nearly one
/// of the program's settings, which is not given itself, counts as misspelt; and all that begins with a prefix of ours.
final class Misspellings {

    /// Other programs' variables that are nearly ours.
    private static final Set<String> OTHERS = Set.of("GIT_AUTHOR_DATE", "HTTP_PROXY");
    private static final String OURS_ALONE = "WEBDAV_";

    /// What Kubernetes and Docker put into containers for each service, whatever that is called
    /// ([services](https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables)).
    private static final Pattern OF_A_SERVICE = Pattern
            .compile(".*_SERVICE_HOST=.*|.*_SERVICE_PORT(_.*)?=.*|.*_PORT=(tcp|udp|sctp)://.*"
                    + "|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?=.*");
    /// One wrong letter for each so many.
    private static final int LETTERS_PER_SLIP = 7;
    private static final int MOST_SLIPS = 2;

    private final Map<String, String> environment;
    private final List<String> settings;

    private Misspellings(Map<String, String> environment, List<String> settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /// A line for each, with the setting that it is nearest to.
    static List<String> in(Map<String, String> environment, CommandSpec command) {
        List<String> settings = command.options().stream().filter(option -> option.arity().max() > 0)
                .map(EnvironmentSettings::variableOf).toList();
        var found = new Misspellings(environment, settings);
        return new TreeMap<>(environment).keySet().stream()
                .filter(name -> found.isGiven(name) && !settings.contains(name))
                .filter(name -> !OTHERS.contains(name)
                        && !OF_A_SERVICE.matcher(name + "=" + environment.get(name)).matches())
                .flatMap(name -> found.problem(name).stream()).toList();
    }

    private boolean isGiven(String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    private Optional<String> problem(String name) {
        String upper = name.toUpperCase(Locale.ROOT).replace('-', '_');
        if (upper.startsWith(OURS_ALONE) && settings.stream().anyMatch(setting -> setting.startsWith(OURS_ALONE))) {
            return Optional.of(name + " is no setting" + nearest(upper, settings.stream(), upper.length() / 3)
                    .map(setting -> "; did you mean " + setting + "?").orElse(""));
        }
        return nearest(name, settings.stream().filter(setting -> !isGiven(setting)),
                Math.min(MOST_SLIPS, name.length() / LETTERS_PER_SLIP))
                .map(setting -> name + " is no setting; did you mean " + setting + "?");
    }

    private static Optional<String> nearest(String name, Stream<String> settings, int mostSlips) {
        return settings.filter(setting -> isAsGoodAs(name, setting)
                || (Math.abs(name.length() - setting.length()) <= mostSlips && slips(name, setting) <= mostSlips))
                .min(Comparator.comparingInt(setting -> isAsGoodAs(name, setting) ? 0 : slips(name, setting)));
    }

    /// What people leave out or put in: an underscore between words, `_FILE`, and the prefix of other settings.
    private static boolean isAsGoodAs(String name, String setting) {
        return name.replace("_", "").equals(setting.replace("_", "")) || setting.equals(name + "_FILE")
                || name.equals(OURS_ALONE + setting);
    }

    /// How many letters are missing, too many, wrong, or in each other's place
    /// ([edit distance](https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance)).
    private static int slips(String name, String setting) {
        int[][] distance = new int[name.length() + 1][setting.length() + 1];
        for (int i = 0; i <= name.length(); i++) {
            for (int j = 0; j <= setting.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : least(distance, i, j, name, setting);
            }
        }
        return distance[name.length()][setting.length()];
    }

    private static int least(int[][] distance, int i, int j, String name, String setting) {
        int change = name.charAt(i - 1) == setting.charAt(j - 1) ? 0 : 1;
        int least = Math.min(distance[i - 1][j - 1] + change, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        boolean isSwapped = i > 1 && j > 1 && name.charAt(i - 1) == setting.charAt(j - 2)
                && name.charAt(i - 2) == setting.charAt(j - 1);
        return isSwapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
    }
}
