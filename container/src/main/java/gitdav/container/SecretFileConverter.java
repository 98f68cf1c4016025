package gitdav.container;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a secret from the file of that name: its text, without the line break that editors put at the end.
public final class SecretFileConverter implements ITypeConverter<String> {

    /// @throws TypeConversionException if there is no such file, or it is empty; the message names the file
    @Override
    public String convert(String text) {
        try {
            String secret = Files.readString(Path.of(text)).replaceFirst("\\R\\z", "");
            if (secret.isEmpty()) {
                throw new TypeConversionException(text + " is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new TypeConversionException("cannot read " + text + ": " + Failure.reason(e));
        }
    }
}
