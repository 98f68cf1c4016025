package gitdav.container;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a TCP port: a number from 0, for any free one, to 65535.
public final class PortConverter implements ITypeConverter<Integer> {

    /// @throws TypeConversionException if the text is no port; the message quotes it
    @Override
    public Integer convert(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 0xFFFF) {
            throw new TypeConversionException("'" + text + "' is not a TCP port, a number up to 65535");
        }
        return Integer.valueOf(text);
    }
}
