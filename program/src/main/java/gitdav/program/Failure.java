package gitdav.program;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Puts into words what the file system's exceptions say by their class, or by the system's own words, which mean nothing to
/// who has a volume and a manifest.
public final class Failure {

    /// What `java.io` says of a file that it cannot open.
    private static final Pattern OF_JAVA_IO = Pattern.compile("^(?<file>.*) \\((?<reason>[^()]*)\\)$");

    private Failure() {}

    /// What went wrong and with which file, as one line.
    ///
    /// @param places where the file may be, if the failure does not say which it is
    public static String describe(IOException failure, Path... places) {
        Optional<String> file = file(failure);
        if (file.isPresent()) {
            return file.get() + ": " + reason(failure);
        }
        return errno(failure).isEmpty() || places.length == 0
                ? reason(failure)
                : "a file in " + Arrays.stream(places).map(Failure::room).collect(Collectors.joining(" or ")) + ": "
                        + reason(failure);
    }

    /// What went wrong, without the file, and what to change, if it is the system that says no.
    public static String reason(IOException failure) {
        return errno(failure).map(errno -> meaning(errno, file(failure))).orElseGet(() -> switch (failure) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case FileSystemException other -> other.getReason() != null ? other.getReason() : words(other);
            default -> failure.getMessage() != null ? failure.getMessage() : words(failure);
        });
    }

    /// Lines with [reasons][#reason], for a log: whom this program runs as is not said of each file, but once, in a last line.
    public static List<String> together(List<String> lines) {
        return Ownership.saidOnce(lines);
    }

    /// Whether it is the system that says no: its words name neither what was attempted nor a setting.
    public static boolean isOfTheSystem(IOException failure) {
        return errno(failure).isPresent();
    }

    /// Whether the disk, or the line to it, has failed.
    public static boolean isBrokenDisk(IOException failure) {
        return errno(failure).filter(errno -> errno == Errno.EIO).isPresent();
    }

    /// A message that ends with the system's words, and has no file to tell whose it is, with what they mean.
    public static String inWords(String message) {
        return Arrays.stream(Errno.values()).filter(errno -> errno.ends(message)).findFirst()
                .map(errno -> errno.in(message)).orElse(message);
    }

    private static Optional<Errno> errno(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> Optional.of(Errno.EACCES);
            case FileSystemException file -> Errno.of(file.getReason());
            case FileNotFoundException old -> Errno.of(old(old).map(message -> message.group("reason")).orElse(""));
            default -> Errno.of(failure.getMessage());
        };
    }

    private static Optional<String> file(IOException failure) {
        return switch (failure) {
            case FileSystemException file -> Optional.ofNullable(file.getFile());
            case FileNotFoundException old when errno(old).isPresent() ->
                old(old).map(message -> message.group("file"));
            default -> Optional.empty();
        };
    }

    private static Optional<MatchResult> old(FileNotFoundException failure) {
        return OF_JAVA_IO.matcher(String.valueOf(failure.getMessage())).results().findFirst();
    }

    /// Where nothing is left is where it happened, if the system is out of it.
    private static String room(Path place) {
        try {
            return "%s (%d MiB free)".formatted(place, Files.getFileStore(place).getUsableSpace() >> 20);
        } catch (IOException unknown) {
            return place.toString();
        }
    }

    private static String meaning(Errno errno, Optional<String> file) {
        return errno.meaning() + switch (errno) {
            case EACCES -> file.map(Ownership::inTheWayOf).orElse("");
            case EPERM -> file.map(Ownership::ofOwner).orElse("");
            default -> "";
        };
    }

    /// `FileAlreadyExistsException` says all it has to say in its name.
    private static String words(IOException failure) {
        return failure.getClass().getSimpleName().replaceFirst("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
