package gitdav.volume.snapshot;

import gitdav.program.Failure;
import gitdav.volume.DataVolume;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;

/// One file, folder or link that cannot be put into a volume, or out of it. That must not become the trouble of all others.
///
/// @param path relative to the volume's root
/// @param reason why, for people
public record Obstacle(Path path, String reason) {

    /// Of a link that no system can make.
    public static final String NO_TARGET = "it is a link to what cannot be a path";

    /// Of a name that the file system takes for that of our own folder.
    public static final String OURS = "the file system takes its name for that of the reserved folder";

    /// Of what lies too deep to be named.
    public static final String TOO_LONG = "its path is too long (4096 bytes or more); shorten the names of its folders";

    /// The words of the C library (errno(3)) for what is refused to this one entry. All else, a full or a broken disk above
    /// all, would be refused to each.
    static final Set<String> REFUSALS = Set.of("Operation not permitted", "Permission denied",
            "File name too long", "Invalid argument", "Invalid or incomplete multibyte or wide character",
            "Function not implemented", "Operation not supported", "File too large", "Too many links",
            "Device or resource busy", "Invalid cross-device link", "Too many levels of symbolic links",
            "Text file busy", "Is a directory",
            "Directory not empty", "File exists");

    private static final Set<String> OUR_REFUSALS = Set.of(NO_TARGET, OURS, TOO_LONG);

    /// Whether it is the trouble of one entry alone.
    public static boolean isOfOneEntry(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> true;
            case FileAlreadyExistsException _ -> true;
            case DirectoryNotEmptyException _ -> true;
            case NotDirectoryException _ -> true;
            case FileSystemException other -> isRefusal(other.getReason());
            default -> isRefusal(failure.getMessage());
        };
    }

    private static boolean isRefusal(String words) {
        return words != null && (REFUSALS.contains(words) || OUR_REFUSALS.contains(words));
    }

    /// What stands in the way of one entry.
    ///
    /// @throws IOException the failure itself, if it is not the trouble of one entry alone
    public static Obstacle of(Path path, IOException failure) throws IOException {
        if (!isOfOneEntry(failure)) {
            throw failure;
        }
        return new Obstacle(path, failure instanceof FileAlreadyExistsException
                ? "the file system takes its name for that of another"
                : Failure.reason(failure));
    }

    /// As a line for people.
    public String line(DataVolume volume) {
        return volume.root().resolve(path) + " stays as it is here, and in the backup: " + reason;
    }
}
