package gitdav.container;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a secret from the file of that name: its text, without the line break that editors put at the end.
///
/// Only a path from the root is quoted in messages. Anything else may be the secret itself, set where the name of its file
/// belongs.
public final class SecretFileConverter implements ITypeConverter<String> {

    /// @throws TypeConversionException if there is no such file, or it is empty
    @Override
    public String convert(String text) {
        try {
            String secret = Files.readString(Path.of(text)).replaceFirst("\\R\\z", "");
            if (secret.isEmpty()) {
                throw new TypeConversionException(named(text) + " is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new TypeConversionException("cannot read " + named(text) + ": " + Failure.reason(e));
        }
    }

    /// The name of a file for a message, as far as it can be told from a secret.
    static String named(String text) {
        return text.startsWith("/") ? text : "the file of that name (not shown: is it the secret, and not its file?)";
    }
}
