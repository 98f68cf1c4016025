package gitdav.webdav;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// `.gitdav/uploads`, where whatever is written comes into being: on the same disk as the share, so that one rename
/// makes it visible as a whole, and out of sight of readers and backups until then.
final class Staging {

    private final Path folder;
    private final Durability durability;
    /// Different at every start, so that no name is ever used twice.
    private final String prefix = UUID.randomUUID() + "-";
    private final AtomicLong count = new AtomicLong();
    private final Creation creation;

    private Staging(Path folder, Creation creation, Durability durability) {
        this.folder = folder;
        this.creation = creation;
        this.durability = durability;
    }

    static Staging open(ReservedFolder reserved, Creation creation, Durability durability) throws IOException {
        return new Staging(reserved.folder("uploads"), creation, durability);
    }

    /// Clears away what a killed process has left. Before anything is staged.
    void clear() throws IOException {
        try (DirectoryStream<Path> leftOver = Files.newDirectoryStream(folder)) {
            for (Path file : leftOver) {
                new Staged(file).close();
            }
        }
    }

    /// Stores what the writer writes, to survive a power cut.
    Staged receive(Writer writer) throws IOException {
        var staged = nothing();
        try (var file = creation.file(staged.path())) {
            writer.writeTo(file, staged.path());
            durability.flush(file);
        } catch (IOException | RuntimeException incomplete) {
            staged.close();
            throw incomplete;
        }
        return staged;
    }

    /// Stores these bytes, to survive a power cut.
    Staged store(byte[] content) throws IOException {
        return receive((file, _) -> {
            var rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        });
    }

    /// Copies a file or folder, to survive a power cut.
    ///
    /// @param deep whether to copy also what is in a folder
    /// @throws MemberFailures if part of a folder cannot be read
    /// @throws DavException with 507 if there is no room for it
    Staged copy(Entry source, boolean deep, Quota.Allowance allowance) throws IOException {
        var staged = nothing();
        try {
            if (source.isFolder() && !deep) {
                Files.createDirectory(staged.path());
            } else {
                new TreeCopy(source, staged.path(), durability, allowance).run();
            }
        } catch (IOException | RuntimeException incomplete) {
            staged.close();
            throw incomplete;
        }
        return staged;
    }

    /// Copies a file, content and all, with another time, to survive a power cut.
    Staged duplicate(Path file, FileTime lastModified) throws IOException {
        var staged = nothing();
        try {
            Files.copy(file, staged.path(), LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setLastModifiedTime(staged.path(), lastModified);
            durability.flush(staged.path());
        } catch (IOException incomplete) {
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
        return new Staged(folder.resolve(prefix + count.incrementAndGet()));
    }

    /// Whoever has a file's content.
    interface Writer {
        void writeTo(FileChannel file, Path path) throws IOException;
    }
}
