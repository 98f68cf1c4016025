package gitdav.program;

import picocli.CommandLine.Model.OptionSpec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Keeps secrets out of whatever is about to be printed.
///
/// A message about a setting quotes its value only if neither the setting's name nor the value looks like a secret, and
/// else its [#shape] alone. Below that is a net for log lines, [#masked]: private keys are taken out of them.
public final class Secrets {

    /// A key file as it is, and a key file in base64: both begin with `-----BEGIN`. A key in DER is one SEQUENCE that
    /// begins with its version, 0 or 1 (RFC 5958, 8017 and 5915): the others are the beginnings of that in base64.
    private static final String IN_BASE64 = "LS0tLS1CRUdJTi"
            + "|\\bM[A-H][\\w+/]CAQ[AE]|\\bMI[GH][\\w+/]AgE[AB]|\\bMI[I-L][\\w+/]{2}[AQgw]IB[AQ]";

    /// Base64 may go on behind a line break; whatever seems to be a part of it goes, too.
    private static final Pattern PRIVATE_KEY = Pattern
            .compile("-----BEGIN(?s:.*)|(?:" + IN_BASE64 + ")[^@\\s'\"]*+[\\w+/=\\s-]*+");

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN|" + IN_BASE64);

    /// Settings that are secrets, or may have one in them. Of a file for one, only the path from the root is none.
    private static final Pattern SECRET_NAME = Pattern
            .compile("URL|PROXY$|ENDPOINT|(KEY|TOKEN|PASSWORD|PASSPHRASE|SECRET"
                    + "|CREDENTIALS)(_FILE)?$");

    /// What people and servers make up as secrets: long, and of letters and digits. Names and words rarely are.
    private static final Pattern SECRET_WORD = Pattern.compile("(?=[\\w+=-]*\\d)(?=[\\w+=-]*[A-Za-z])[\\w+=-]{16,}"
            + "|[A-Za-z]{20,}|//[^/]*@|:[^/]*@|[\\p{Cntrl}]");

    private static final Pattern SCHEME = Pattern.compile("^(https?|ssh|git|file|s3|ftp)(?=[:/])");
    private static final int LONGEST_SHAPE = 40;

    /// Shorter pieces of a value are in many a message by chance.
    private static final int SHORTEST_PIECE = 8;

    private Secrets() {}

    static String masked(String text) {
        return PRIVATE_KEY.matcher(text).replaceAll("***");
    }

    /// The text without private keys.
    ///
    /// @param json in which every string that holds a key is cut off where the key begins
    public static String maskedInJson(String json) {
        var masked = new StringBuilder();
        var key = BEGIN.matcher(json);
        int from = 0;
        while (key.find(from)) {
            masked.append(json, from, key.start()).append("***");
            from = endOfString(json, key.start());
        }
        return masked.append(json, from, json.length()).toString();
    }

    private static int endOfString(String json, int within) {
        int end = within;
        while (end < json.length() && json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, json.length());
    }

    /// What may be shown of a text that may hold a secret: that it is a URL of some kind, and where it has `:`, `/` and
    /// `@`.
    public static String shape(String text) {
        var scheme = SCHEME.matcher(text);
        String known = scheme.find() ? scheme.group() : "";
        String shape = known + text.substring(known.length()).replaceAll("[^:/@]+", "***");
        return shape.length() > LONGEST_SHAPE ? shape.substring(0, LONGEST_SHAPE) + "..." : shape;
    }

    /// A message about a wrong setting, without its value if that may be a secret.
    ///
    /// @param value as it was given; null if the message is not about one
    static String masked(String message, OptionSpec option, String value) {
        String name = EnvironmentSettings.variableOf(option);
        return value != null && mayBeSecret(name, value) ? without(value, message) : message;
    }

    /// A message about arguments that belong to no option: their names stay, and what may be values goes.
    static String masked(String message, List<String> arguments) {
        return arguments.stream().sorted(Comparator.comparingInt(String::length).reversed()).reduce(message,
                (text, argument) -> text.replace("'" + argument + "'", "'" + nameAndShape(argument) + "'"));
    }

    private static String nameAndShape(String argument) {
        String name = argument.replaceFirst("(?s)^(--?[a-z][a-z-]{0,40})(=.*)?$|^.*$", "$1");
        String rest = argument.substring(name.length());
        return name + (rest.startsWith("=") ? "=" + shape(rest.substring(1)) : shape(rest));
    }

    private static boolean mayBeSecret(String name, String value) {
        return !isPathHere(value) && (SECRET_WORD.matcher(value).find()
                || (SECRET_NAME.matcher(name).find() && !(name.endsWith("_FILE") && value.startsWith("/"))));
    }

    /// A secret may begin with a slash, too, but hardly with a folder of this machine.
    private static boolean isPathHere(String value) {
        try {
            return value.startsWith("/") && Files.isDirectory(Path.of("/").resolve(Path.of(value).getName(0)));
        } catch (IllegalArgumentException notEvenAPath) {
            return false;
        }
    }

    /// The message may quote the value, or pieces of it.
    private static String without(String value, String message) {
        String whole = message.replace(value, shape(value));
        return Stream.of(value.split("[\\s,:/@~=]+")).filter(piece -> piece.length() >= SHORTEST_PIECE).reduce(whole,
                (text, piece) -> text.replace(piece, "***"));
    }
}
