package gitdav.program;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a TCP port: a number from 0, for any free one, to 65535.
public final class PortConverter implements ITypeConverter<Integer> {

    /// The highest port that there is.
    public static final int HIGHEST = 65_535;

    /// @throws TypeConversionException if the text is no port; the message quotes it
    @Override
    public Integer convert(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > HIGHEST) {
            throw new TypeConversionException("'" + text + "' is not a TCP port, a number up to " + HIGHEST);
        }
        return Integer.valueOf(text);
    }
}
