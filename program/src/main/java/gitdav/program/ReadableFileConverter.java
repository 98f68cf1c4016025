package gitdav.program;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Accepts the name of a file that can be read. As it may hold a secret, messages quote it as those of
/// [SecretFile] do.
public final class ReadableFileConverter implements ITypeConverter<Path> {

    /// @throws TypeConversionException if it cannot be read; the message says why
    @Override
    public Path convert(String text) {
        try (var in = Files.newInputStream(Path.of(text))) {
            in.read();
            return Path.of(text);
        } catch (IOException e) {
            throw new TypeConversionException(
                    "cannot read " + SecretFile.named(text) + ": " + Failure.reason(e));
        }
    }
}
