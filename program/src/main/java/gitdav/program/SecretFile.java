package gitdav.program;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A secret in a file: its text, without the line break that editors put at the end. It is read when it is needed, since
/// Kubernetes replaces the files of a Secret while programs run.
///
/// @param path where it is
public record SecretFile(Path path) {

    /// The secret as it is now.
    ///
    /// @throws IOException if there is no such file, or it is empty
    public String read() throws IOException {
        String secret = Files.readString(path).replaceFirst("\\R\\z", "");
        if (secret.isEmpty()) {
            throw new IOException(named(path.toString()) + " is empty");
        }
        return secret;
    }

    /// The name of a file for a message, as far as it differs from a secret: only a path from the root is quoted.
    /// Anything else may be the secret itself, set where the name of its file belongs.
    static String named(String text) {
        return text.startsWith("/") ? text : "the file of that name (not shown: is it the secret, and not its file?)";
    }

    /// Makes sure that there is a secret in the file of that name.
    public static final class Converter implements ITypeConverter<SecretFile> {

        /// @throws TypeConversionException if there is no such file, or it is empty
        @Override
        public SecretFile convert(String text) {
            var file = new SecretFile(Path.of(text));
            try {
                file.read();
                return file;
            } catch (FileSystemException e) {
                throw new TypeConversionException("cannot read " + named(text) + ": " + Failure.reason(e));
            } catch (IOException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
