package gitdav.webdav.share;

import gitdav.files.FileAttributes;
import gitdav.files.ModificationTime;
import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.property.FollowUps.Rename;
import gitdav.webdav.protocol.DavException;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One change to the share, while nobody else changes it: what is checked here still holds when it is acted upon.
/// Whatever takes long belongs before it.
///
/// Properties and locks follow the files. Closing the change lets the others go on, then brings the changed folders to
/// the disk and clears away what was removed: a change that has been closed survives a power cut, and only then may the
/// client hear of it.
public final class Change implements AutoCloseable {

    private final Share share;
    private final List<GroupCommit.Folder> changedFolders = new ArrayList<>(2);
    private final ChangeLock.Held lock;
    private Optional<Staged> removed = Optional.empty();
    private final long measurements;
    private long replacedBytes;

    /// @param lock what keeps the others from changing the same
    Change(Share share, ChangeLock.Held lock) {
        this.share = share;
        this.lock = lock;
        measurements = share.quota().measurements();
    }

    /// Makes a staged file visible at a place, in the stead of the file that is there.
    public void put(Staged staged, Place to) throws IOException {
        changes(to.folder());
        replacedBytes = to.fileSize();
        share.replacements().put(staged, to);
    }

    /// The same for a copy of a file or folder with its properties.
    public void put(Staged copy, Staged properties, Place to) throws IOException {
        changes(to.folder());
        share.followUps().copy(copy, properties, to.path(), renaming(() -> {
            replacedBytes = to.fileSize();
            removed = share.replacements().move(copy.path(), to);
        }));
        if (to.isFolder()) {
            share.locks().removeWithin(to.path());
        }
    }

    /// Moves a file or folder to a place, in the stead of what is there.
    public void move(Place from, Place to) throws IOException {
        // In this order: whatever a power cut leaves, the file is in one of them.
        changes(to.folder());
        changes(from.folder());
        share.followUps().move(from.shown(), from.path(), to.path(), renaming(() -> {
            replacedBytes = to.fileSize();
            removed = share.replacements().move(from.file(), to);
        }));
        share.locks().removeWithin(from.path());
        share.locks().removeWithin(to.path());
    }

    /// Takes away what is at a place, by one rename however much it is.
    public void remove(Place place) throws IOException {
        changes(place.folder());
        share.followUps().delete(place.shown(), place.path(),
                renaming(() -> removed = Optional.of(share.staging().remove(place.file()))));
        share.locks().removeWithin(place.path());
    }

    /// Makes an empty folder at a place where nothing is.
    ///
    /// @throws DavException if too many would lie in one another
    public void makeFolder(Place place) throws IOException {
        ShareTree.requireDepth(place.path().names().size());
        changes(place.folder());
        place.folder().naming(place.name(), () -> {
            share.creation().folder(place.file());
            return place;
        });
    }

    /// Sets when a file or folder was last changed, if it is to be.
    public void setLastModified(DatedFile dated) throws IOException {
        if (dated.time().isEmpty()) {
            return;
        }
        try (Place place = share.tree().place(dated.seen().path())) {
            if (dated.copy().isEmpty() && !DatedFile.hasSecondName(place)) {
                long time = FileTime.from(dated.time().get()).to(TimeUnit.NANOSECONDS);
                place.folder().naming(place.name(), () -> {
                    ModificationTime.set(place.folder().path(place.name()), time);
                    return place;
                });
                share.durability().flush(place.folder(), place.name());
            } else if (dated.copy().isPresent()
                    && place.present().filter(now -> dated.seen().isSame(now.attributes())).isPresent()) {
                changes(place.folder());
                dated.copy().get().moveTo(place.file());
            } else {
                throw new DavException(Status.SC_CONFLICT,
                        "Somebody else changed the file at the same time; try again");
            }
        }
    }

    private Rename renaming(Step step) {
        return new Rename() {
            @Override
            public void run() throws IOException {
                step.run();
            }

            @Override
            public void flush() throws IOException {
                flushChanged();
            }
        };
    }

    private interface Step {
        void run() throws IOException;
    }

    /// Opened now, since by the time it is flushed the place may be closed.
    private void changes(OpenFolder folder) throws IOException {
        if (share.durability() == Durability.FSYNC) {
            changedFolders.add(new GroupCommit.Folder(ReservedFolder.keyOf(folder),
                    FileChannel.open(folder.path(), StandardOpenOption.READ)));
        }
    }

    private void flushChanged() throws IOException {
        if (!changedFolders.isEmpty()) {
            share.groupCommit().flush(changedFolders);
        }
    }

    @Override
    public void close() throws IOException {
        share.changed();
        lock.close();
        try {
            flushChanged();
        } finally {
            for (GroupCommit.Folder folder : changedFolders) {
                folder.channel().close();
            }
        }
        share.quota().freed(replacedBytes + removed.map(Staged::delete).orElse(0L), measurements);
    }
}
