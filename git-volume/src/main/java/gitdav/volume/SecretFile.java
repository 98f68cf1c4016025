package gitdav.volume;

import gitdav.container.Failure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a secret from the file of that name: its text, without the line break that editors put at the end.
final class SecretFile implements ITypeConverter<String> {

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
