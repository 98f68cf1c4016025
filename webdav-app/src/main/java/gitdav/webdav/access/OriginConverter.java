package gitdav.webdav.access;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a site whose pages may use the share.
public final class OriginConverter implements ITypeConverter<String> {

    /// @throws TypeConversionException if the text is no origin; the message quotes it
    @Override
    public String convert(String text) {
        if (!CrossOrigin.isOrigin(text)) {
            throw new TypeConversionException(
                    "'" + text + "' is not an origin as browsers write it: scheme, host, and the"
                            + " port if it is not the usual one, such as https://app.keeweb.info");
        }
        return text;
    }
}
