package gitdav.program;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Reads the path of a folder that exists: the place where a volume is mounted.
public final class FolderConverter implements ITypeConverter<Path> {

    /// @throws TypeConversionException if there is no such folder; the message quotes the text
    @Override
    public Path convert(String text) {
        try {
            Path folder = Path.of(text);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        } catch (InvalidPathException notEvenAPath) {
            // It is no folder either.
        }
        throw new TypeConversionException("'" + text + "' is not a folder; is the volume mounted?");
    }
}
