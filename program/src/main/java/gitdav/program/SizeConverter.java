package gitdav.program;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.List;
import java.util.regex.Pattern;

/// Reads a size in bytes as people write it in a manifest: a whole number and a unit, such as `500B`, `64KiB`, `100MiB`,
/// `10GiB` or `1TiB`. It must be larger than zero.
public final class SizeConverter implements ITypeConverter<Long> {

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    /// At most 1 PiB less one, far below what a `long` can hold.
    private static final Pattern FORM = Pattern.compile("0*([1-9]\\d{0,5})(" + String.join("|", UNITS) + ")");

    /// @throws TypeConversionException if the text is no such size; the message quotes it
    @Override
    public Long convert(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a size such as 500B, 64KiB, 100MiB, 10GiB or 1TiB");
        }
        return Long.parseLong(match.group(1)) << (10 * UNITS.indexOf(match.group(2)));
    }
}
