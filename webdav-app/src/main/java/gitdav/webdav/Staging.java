package gitdav.webdav;

import io.milton.http.Request.Depth;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// `.gitdav/uploads`, where whatever is written comes into being: on the same disk as the share, so that one rename
/// makes it visible as a whole, and out of sight of readers and backups until then.
final class Staging {

    private final Path folder;

    private Staging(Path folder) {
        this.folder = folder;
    }

    /// Clears away what a killed process has left.
    static Staging open(ReservedFolder reserved) throws IOException {
        var staging = new Staging(reserved.folder("uploads"));
        try (DirectoryStream<Path> leftOver = Files.newDirectoryStream(staging.folder)) {
            for (Path file : leftOver) {
                new Staged(file).close();
            }
        }
        return staging;
    }

    /// Stores all of the stream, to survive a power cut.
    Staged receive(InputStream content) throws IOException {
        var staged = nothing();
        try (var file = FileChannel.open(staged.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(file)) {
            content.transferTo(out);
            file.force(true);
        } catch (IOException | RuntimeException incomplete) {
            staged.close();
            throw incomplete;
        }
        return staged;
    }

    /// Copies a file or folder, to survive a power cut.
    ///
    /// @param depth of a folder, ZERO copies none of its content
    Staged copy(Entry source, Depth depth) throws IOException {
        var staged = nothing();
        try {
            if (source.isFolder() && depth == Depth.ZERO) {
                Files.createDirectory(staged.path());
            } else {
                FileTree.copy(source.file(), staged.path());
            }
        } catch (IOException | RuntimeException incomplete) {
            staged.close();
            throw incomplete;
        }
        return staged;
    }

    /// Takes something out of the share at once, to be deleted at leisure.
    Staged remove(Path file) throws IOException {
        var staged = nothing();
        Files.move(file, staged.path(), StandardCopyOption.ATOMIC_MOVE);
        return staged;
    }

    /// A place in staging where nothing is.
    Staged nothing() {
        return new Staged(folder.resolve(UUID.randomUUID().toString()));
    }
}
