package gitdav.container;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/// Puts into words what the file system's exceptions say by their class alone.
public final class Failure {

    private Failure() {}

    /// What went wrong and with which file, as one line.
    public static String describe(IOException failure) {
        return failure instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + reason(failure)
                : reason(failure);
    }

    /// What went wrong, without the file.
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException other -> other.getReason() != null ? other.getReason() : words(other);
            default -> failure.getMessage() != null ? failure.getMessage() : words(failure);
        };
    }

    /// `FileAlreadyExistsException` says all it has to say in its name.
    private static String words(IOException failure) {
        return failure.getClass().getSimpleName().replaceFirst("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
