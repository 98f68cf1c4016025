package gitdav.webdav.disk;

import gitdav.files.ModificationTime;
import gitdav.files.OpenFolder;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.protocol.MemberFailure;
import gitdav.webdav.protocol.MemberFailuresException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// `.gitdav/uploads`, where whatever is written comes into being: on the same disk as the share, so that one rename
/// makes it visible as a whole, and out of sight of readers and backups until then.
public final class Staging {

    private final OpenFolder folder;
    private final Durability durability;
    /// Different at every start, so that no name is ever used twice.
    private final String prefix = UUID.randomUUID() + "-";
    private final AtomicLong count = new AtomicLong();

    /// Stages things in this folder.
    ///
    /// @param folder on the same disk as the share, open for as long as this is used
    public Staging(OpenFolder folder, Durability durability) {
        this.folder = folder;
        this.durability = durability;
    }

    /// Clears away what a killed process has left. Before anything is staged.
    public void clear() throws IOException {
        for (Path leftOver : folder.names()) {
            new Staged(folder, leftOver).close();
        }
    }

    /// Stores what the writer writes, to survive a power cut.
    public Staged receive(StagedWriter writer) throws IOException {
        var staged = nothing();
        try (var file = folder.naming(staged.path(), () -> FileChannel.open(staged.path(),
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            writer.writeTo(file, staged);
            durability.flush(file);
        } catch (IOException | RuntimeException incomplete) {
            staged.close();
            throw incomplete;
        }
        return staged;
    }

    /// Stores these bytes, to survive a power cut.
    public Staged store(byte[] content) throws IOException {
        return receive((file, _) -> {
            var rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        });
    }

    /// Gives an empty file in a staged folder its content, time and permissions, to survive a power cut.
    ///
    /// @param like what has the same time and permissions
    public void fill(OpenFolder staged, Path name, Entry like, Writer writer) throws IOException {
        staged.naming(name, () -> {
            Path path = staged.path(name);
            try (var file = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                writer.writeTo(file);
            }
            if (like.isExecutable()) {
                Files.setAttribute(path, "unix:mode", like.permissions());
            }
            ModificationTime.set(path, like.attributes().lastModifiedTime().to(TimeUnit.NANOSECONDS));
            durability.flush(staged, name);
            return name;
        });
    }

    /// Copies a file or folder, to survive a power cut.
    ///
    /// @param around the folder where it is
    /// @param name in that folder
    /// @param deep whether to copy also what is in a folder
    /// @param room asked before each file is copied
    /// @param memory where the levels of folders are accounted for meanwhile
    /// @throws MemberFailuresException if part of a folder cannot be read
    /// @throws DavException with 507 if there is no room for it, with 503 if there is no memory
    public Staged copy(Entry source, OpenFolder around, Path name, boolean deep, SpaceReservation room,
            MemoryAccount memory) throws IOException {
        var staged = nothing();
        try {
            if (source.isFolder() && !deep) {
                staged.createFolder();
            } else {
                List<Path> unreadable = new TreeCopy(durability, room, memory).readable(around, name, folder,
                        staged.path());
                MemberFailuresException
                        .throwIfAny(unreadable.stream().map(source::member).map(MemberFailure::unreadable).toList());
            }
        } catch (IOException | RuntimeException incomplete) {
            staged.close();
            throw incomplete;
        }
        return staged;
    }

    /// Copies a file, content and all, with another time, to survive a power cut.
    ///
    /// @param around the folder where it is
    public Staged duplicate(OpenFolder around, Path name, Instant lastModified) throws IOException {
        var staged = nothing();
        try {
            around.pinned(name, file -> Files.copy(file, staged.path(), StandardCopyOption.COPY_ATTRIBUTES));
            staged.setLastModified(lastModified);
            staged.flush(durability);
        } catch (IOException | RuntimeException incomplete) {
            staged.close();
            throw incomplete;
        }
        return staged;
    }

    /// Takes something out of the share at once, to be deleted at leisure.
    ///
    /// @param around the folder where it is
    /// @param name in that folder
    public Staged remove(OpenFolder around, Path name) throws IOException {
        var staged = nothing();
        around.naming(name, () -> Files.move(around.path(name), staged.path(), StandardCopyOption.ATOMIC_MOVE));
        return staged;
    }

    /// Where it is on the volume.
    public Path shown() {
        return folder.shown();
    }

    /// A place in staging where nothing is.
    public Staged nothing() {
        return new Staged(folder, Path.of(prefix + count.incrementAndGet()));
    }

    /// A source of a file's content.
    public interface Writer {

        /// Writes all of it.
        void writeTo(FileChannel file) throws IOException;
    }

    /// The same, with more than the content.
    public interface StagedWriter {

        /// Writes all of it.
        ///
        /// @param staged where it is written, for what a file has beside its content
        void writeTo(FileChannel file, Staged staged) throws IOException;
    }
}
