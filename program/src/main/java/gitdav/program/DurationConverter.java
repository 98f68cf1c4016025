package gitdav.program;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads a duration as people write it in a manifest: a whole number and a unit, such as `500ms`, `30s`, `5m`, `2h` or
/// `1d`. It must be longer than zero.
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of("ms", Duration.ofMillis(1), "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    /// @throws TypeConversionException if the text is no such duration; the message quotes it
    @Override
    public Duration convert(String text) {
        var match = FORM.matcher(text);
        if (!match.matches() || match.group(1).matches("0+")) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 500ms, 30s, 5m, 2h or 1d");
        }
        return UNITS.get(match.group(2)).multipliedBy(Long.parseLong(match.group(1)));
    }
}
