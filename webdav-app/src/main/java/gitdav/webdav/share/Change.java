package gitdav.webdav.share;

import gitdav.files.FileAttributes;
import gitdav.files.ModificationTime;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.protocol.DavException;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
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
    private long replacedBytes;

    /// @param lock what keeps the others from changing the same
    Change(Share share, ChangeLock.Held lock) {
        this.share = share;
        this.lock = lock;
    }

    /// Makes a staged file visible at a place, in the stead of the file that is there.
    public void put(Staged staged, Place to) throws IOException {
        changes(to.folder());
        replacedBytes = to.fileSize();
        share.replacements().put(staged, to);
    }

    /// The same for a copy of a file or folder with its properties.
    public void put(Staged copy, Staged properties, Place to) throws IOException {
        share.followUps().copy(copy, properties, to.path(), () -> replace(copy.path(), to));
        if (to.isFolder()) {
            share.locks().removeWithin(to.path());
        }
    }

    /// Moves a file or folder to a place, in the stead of what is there.
    public void move(Entry from, Place to) throws IOException {
        changes(from.file().getParent());
        share.followUps().move(from, to.path(), () -> replace(from.file(), to));
        share.locks().removeWithin(from.path());
        share.locks().removeWithin(to.path());
    }

    /// Takes away what is at a place, by one rename however much it is.
    public void remove(Place place) throws IOException {
        changes(place.folder());
        share.followUps().delete(place.file(), place.path(),
                () -> removed = Optional.of(share.staging().remove(place.file())));
        share.locks().removeWithin(place.path());
    }

    /// Makes an empty folder at a place where nothing is.
    public void makeFolder(Place place) throws IOException {
        changes(place.folder());
        share.creation().folder(place.file());
    }

    /// Sets when a file or folder was last changed, if it is to be.
    public void setLastModified(Entry entry, DatedFile dated) throws IOException {
        if (dated.time().isEmpty()) {
            return;
        }
        if (dated.copy().isEmpty() && !DatedFile.hasSecondName(entry)) {
            ModificationTime.set(entry.file(), FileTime.from(dated.time().get()).to(TimeUnit.NANOSECONDS));
            share.durability().flush(entry.file());
        } else if (dated.copy().isPresent() && dated.seen().isSame(entry.attributes())) {
            changes(entry.file().getParent());
            dated.copy().get().moveTo(entry.file());
        } else {
            throw new DavException(Status.SC_CONFLICT, "Somebody else changed the file at the same time; try again");
        }
    }

    private void replace(Path from, Place to) throws IOException {
        changes(to.folder());
        replacedBytes = to.fileSize();
        removed = share.replacements().move(from, to);
    }

    /// Opened now, since by the time it is flushed somebody else may have moved it.
    private void changes(Path folder) throws IOException {
        if (share.durability() == Durability.FSYNC) {
            Object key = FileAttributes.of(folder).map(BasicFileAttributes::fileKey).orElse(folder);
            changedFolders.add(new GroupCommit.Folder(key,
                    FileChannel.open(folder, StandardOpenOption.READ)));
        }
    }

    @Override
    public void close() throws IOException {
        share.changed();
        lock.close();
        try {
            if (!changedFolders.isEmpty()) {
                share.groupCommit().flush(changedFolders);
            }
        } finally {
            for (GroupCommit.Folder folder : changedFolders) {
                folder.channel().close();
            }
        }
        share.quota().freed(replacedBytes + removed.map(Staged::delete).orElse(0L));
    }
}
