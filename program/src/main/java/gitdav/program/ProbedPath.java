package gitdav.program;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/// A folder or a file, and what this process may do there. It is tried and not asked for: permissions, read-only mounts and
/// a full disk all answer for themselves.
///
/// @param path where it is, there or not
record ProbedPath(Path path) {

    /// What is possible, and what the system says against the rest: `reads, writes`, or `reads; cannot write: ...`.
    String rights() {
        String reading = problem(Files.isDirectory(path) ? this::list : this::open);
        String writing = problem(Files.isDirectory(path) ? this::addFile : this::openToWrite);
        if (reading.equals(writing)) {
            return reading.isEmpty() ? "reads, writes" : reading;
        }
        return (reading.isEmpty() ? "reads" : "cannot read: " + reading)
                + (writing.isEmpty() ? ", writes" : "; cannot write: " + writing);
    }

    private void list() throws IOException {
        try (var _ = Files.newDirectoryStream(path)) {
            // To open it is enough.
        }
    }

    private void open() throws IOException {
        open(path, StandardOpenOption.READ);
    }

    private void openToWrite() throws IOException {
        open(path, StandardOpenOption.WRITE);
    }

    /// On Linux and macOS the file loses its name when it is opened, so that one which is killed leaves nothing.
    private void addFile() throws IOException {
        open(path.resolve(".rights-" + UUID.randomUUID()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void open(Path file, OpenOption... options) throws IOException {
        Files.newByteChannel(file, options).close();
    }

    /// @return empty if there is none
    private static String problem(Attempt attempt) {
        try {
            attempt.make();
            return "";
        } catch (NoSuchFileException e) {
            return "is not there";
        } catch (AccessDeniedException e) {
            return "permission denied";
        } catch (FileSystemException e) {
            return String.valueOf(e.getReason()).toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private interface Attempt {
        void make() throws IOException;
    }
}
