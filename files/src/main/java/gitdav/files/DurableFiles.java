package gitdav.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/// Our own small files, and what is moved into place: writes that a power cut either leaves out or leaves whole.
public final class DurableFiles {

    private DurableFiles() {}

    /// Replaces the file's content: written beside it, flushed, renamed over it, and the folder flushed.
    public static void write(Path file, String content) throws IOException {
        write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    /// Writes something, a little at a time.
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// The same for content that need not be in memory.
    public static void write(Path file, Content content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        writeUnfinished(unfinished, content);
        move(unfinished, file);
    }

    /// Writes the file as it is to be and flushes it, before it is moved into place.
    public static void writeUnfinished(Path file, Content content) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            content.writeTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    /// A small file of ours, one character for each byte (ISO 8859-1): one that is damaged must be found out, and not stop us.
    ///
    /// @return empty if there is no such file
    public static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Renames atomically, replacing a file of that name, and flushes both folders.
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        flush(to.getParent());
        if (!from.getParent().equals(to.getParent())) {
            flush(from.getParent());
        }
    }

    /// Deletes the file if it is there, and flushes the folder.
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            flush(file.getParent());
        }
    }

    /// Makes a file's content durable, or a folder's entries: a name is only safe once its folder is flushed, too.
    public static void flush(Path fileOrFolder) throws IOException {
        try (var channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Makes a folder durable with everything in it.
    public static void flushTree(Path folder) throws IOException {
        if (WholeFileSystem.flush(folder)) {
            return;
        }
        try (Stream<Path> everything = Files.walk(folder)) {
            for (Path entry : (Iterable<Path>) everything::iterator) {
                if (!Files.isSymbolicLink(entry)) {
                    flush(entry);
                }
            }
        }
    }
}
