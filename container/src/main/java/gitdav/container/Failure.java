package gitdav.container;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Puts into words what the file system's exceptions say by their class, or by the system's own words, which mean nothing to
/// who has a volume and a manifest.
public final class Failure {

    private Failure() {}

    /// What went wrong and with which file, as one line.
    ///
    /// @param places where the file may be, if the failure does not say which it is
    public static String describe(IOException failure, Path... places) {
        if (failure instanceof FileSystemException file && file.getFile() != null) {
            return file.getFile() + ": " + reason(failure);
        }
        return errno(failure).isEmpty() || places.length == 0
                ? reason(failure)
                : "a file in " + Arrays.stream(places).map(Failure::room).collect(Collectors.joining(" or ")) + ": "
                        + reason(failure);
    }

    /// What went wrong, without the file, and what to change, if it is the system that says no.
    public static String reason(IOException failure) {
        return errno(failure).map(errno -> meaning(errno, failure)).orElseGet(() -> switch (failure) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case FileSystemException other -> other.getReason() != null ? other.getReason() : words(other);
            default -> failure.getMessage() != null ? failure.getMessage() : words(failure);
        });
    }

    private static Optional<Errno> errno(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> Optional.of(Errno.EACCES);
            case FileSystemException file -> Errno.of(file.getReason());
            default -> Errno.of(failure.getMessage());
        };
    }

    /// Where nothing is left is where it happened, if the system is out of it.
    private static String room(Path place) {
        try {
            return "%s (%d MiB free)".formatted(place, Files.getFileStore(place).getUsableSpace() >> 20);
        } catch (IOException unknown) {
            return place.toString();
        }
    }

    private static String meaning(Errno errno, IOException failure) {
        return errno.isAboutRights() && failure instanceof FileSystemException file && file.getFile() != null
                ? errno.meaning() + Ownership.inTheWayOf(file.getFile())
                : errno.meaning();
    }

    /// `FileAlreadyExistsException` says all it has to say in its name.
    private static String words(IOException failure) {
        return failure.getClass().getSimpleName().replaceFirst("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
