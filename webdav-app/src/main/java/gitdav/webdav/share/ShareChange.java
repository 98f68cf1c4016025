package gitdav.webdav.share;

import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.property.DeadProperty;
import gitdav.webdav.property.NotStorableException;
import gitdav.webdav.property.PreparedProperties;
import gitdav.webdav.property.PropertyMoves.Rename;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// One change to the share, while no other request changes it: what is checked here still holds when it is acted upon.
/// Whatever takes long belongs before it.
///
/// Properties and locks follow the files. Closing the change lets the others go on, then brings the changed folders to
/// the disk and clears away what was removed: a change that has been closed survives a power cut, and only then may the
/// client hear of it.
public final class ShareChange implements AutoCloseable {

    private static final Path ITSELF = Path.of("");

    private final Share share;
    private final List<GroupCommit.Folder> changedFolders = new ArrayList<>(2);
    private Optional<IOException> notFlushed = Optional.empty();
    private final ChangeLock.Held lock;
    private Optional<Staged> removed = Optional.empty();
    private final long measurements;
    private long replacedBytes;

    /// @param lock what keeps the others from changing the same
    ShareChange(Share share, ChangeLock.Held lock) {
        this.share = share;
        this.lock = lock;
        measurements = share.quota().measurements();
    }

    /// Makes a staged file visible at a place, in the stead of the file that is there.
    public void put(Staged staged, Target to) throws IOException {
        changes(to.folder());
        replacedBytes = to.fileSize();
        share.replacements().put(staged, to);
    }

    /// The same for a copy of a file or folder with its properties.
    public void put(Staged copy, Staged properties, Target to) throws IOException {
        changes(to.folder());
        share.propertyMoves().copy(copy, properties, to.path(), renaming(() -> {
            replacedBytes = to.fileSize();
            removed = share.replacements().move(copy.path(), to);
        }));
        if (to.isFolder()) {
            share.locks().removeWithin(to.path());
        }
    }

    /// Moves a file or folder to a place, in the stead of what is there.
    public void move(Target from, Target to) throws IOException {
        // In this order: whatever a power cut leaves, the file is in one of them.
        changes(to.folder());
        changes(from.folder());
        share.propertyMoves().move(from.shown(), from.path(), to.path(), renaming(() -> {
            replacedBytes = to.fileSize();
            removed = share.replacements().move(from.file(), to);
        }));
        share.locks().removeWithin(from.path());
        share.locks().removeWithin(to.path());
    }

    /// Takes away what is at a place, by one rename however much it is.
    public void remove(Target target) throws IOException {
        changes(target.folder());
        share.propertyMoves().delete(target.shown(), target.path(),
                renaming(() -> removed = Optional.of(share.staging().remove(target.folder(), target.name()))));
        share.locks().removeWithin(target.path());
    }

    /// Makes an empty folder at a place where nothing is.
    ///
    /// @throws DavException if too many would lie in one another
    public void makeFolder(Target target) throws IOException {
        ShareTree.requireDepth(target.path().names().size());
        changes(target.folder());
        target.folder().naming(target.name(), () -> {
            Files.createDirectory(target.file());
            return target;
        });
    }

    /// Makes an empty file, and brings it to the disk.
    ///
    /// @param empty without content
    /// @param target where nothing is
    /// @throws IOException if that fails; then nothing is there
    public void makeFile(Staged empty, Target target) throws IOException {
        put(empty, target);
        flushChanged();
        if (notFlushed.isPresent()) {
            IOException failure = notFlushed.get();
            notFlushed = Optional.empty();
            target.folder().naming(target.name(), () -> Files.deleteIfExists(target.file()));
            throw failure;
        }
    }

    /// Prepares to replace all properties of what is at the path: does what can fail for want of room.
    ///
    /// @param room asked before they are written
    /// @throws NotStorableException if they cannot be stored
    public PreparedProperties prepare(SharePath path, Collection<DeadProperty> properties, SpaceReservation room)
            throws IOException {
        share.propertyMoves().requireSettled();
        return share.properties().prepare(path, properties, room);
    }

    /// Sets when a file or folder was last changed, if it is to be, and takes a further step.
    ///
    /// @param step if it fails, the time is as it was
    public void setLastModified(DatedFile dated, Step step) throws IOException {
        if (dated.time().isEmpty()) {
            step.run();
            return;
        }
        try (Target target = share.tree().target(dated.seen().path())) {
            dated.requireUnchanged(target);
            if (dated.copy().isPresent()) {
                changes(target.folder());
            }
            try {
                dated.set(target, share.durability());
                step.run();
            } catch (IOException | RuntimeException failure) {
                dated.reset(target);
                throw failure;
            }
        }
    }

    /// Makes room in the quota by what the change has replaced or taken away beside files. In bytes.
    public void freed(long bytes) {
        replacedBytes += bytes;
    }

    private Rename renaming(Step step) {
        return new Rename() {
            @Override
            public void run() throws IOException {
                step.run();
            }

            @Override
            public void flush() {
                flushChanged();
            }
        };
    }

    /// One step of a change.
    public interface Step {

        /// Takes it.
        ///
        /// @throws IOException if it was not taken
        void run() throws IOException;
    }

    /// Opened now, since by the time it is flushed the place may be closed.
    private void changes(OpenFolder folder) throws IOException {
        if (share.durability() == Durability.FSYNC) {
            changedFolders.add(new GroupCommit.Folder(ReservedFolder.keyOf(folder), folder.naming(ITSELF,
                    () -> FileChannel.open(folder.path(), StandardOpenOption.READ))));
        }
    }

    /// A failure is remembered, and is the change's: the kernel reports it once, and a second flush of the same folder would
    /// succeed ([fsync(2)](https://man7.org/linux/man-pages/man2/fsync.2.html)).
    private void flushChanged() {
        try {
            flushAndClose();
        } catch (IOException failure) {
            notFlushed = Optional.of(failure);
        }
        changedFolders.clear();
    }

    private void flushAndClose() throws IOException {
        try {
            if (!changedFolders.isEmpty()) {
                share.groupCommit().flush(changedFolders);
            }
        } finally {
            for (GroupCommit.Folder folder : changedFolders) {
                folder.channel().close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        share.changed();
        lock.close();
        flushChanged();
        share.quota().freed(replacedBytes + removed.map(Staged::delete).orElse(0L), measurements);
        if (notFlushed.isPresent()) {
            throw notFlushed.get();
        }
    }
}
