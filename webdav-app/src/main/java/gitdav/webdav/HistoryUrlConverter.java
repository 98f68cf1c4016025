package gitdav.webdav;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.URI;

/// Reads where old versions come from: an http URL of nothing but host and port.
final class HistoryUrlConverter implements ITypeConverter<URI> {

    /// @throws TypeConversionException if the text is none; the message quotes it
    @Override
    public URI convert(String text) {
        if (!text.matches("http://([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+])(:\\d{1,5})?/?")) {
            throw new TypeConversionException("'" + text + "' is not a URL such as http://127.0.0.1:9091");
        }
        return URI.create(text.replaceFirst("/$", ""));
    }
}
