package gitdav.webdav;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;

/// One change to the share, while nobody else changes it: what is checked here still holds when it is acted upon.
/// Whatever takes long belongs before it.
///
/// Closing it lets the others go on, then brings the changed folders to the disk and clears away what was removed: a
/// change that has been closed survives a power cut, and only then may the client hear of it.
final class Change implements AutoCloseable {

    private final Staging staging;
    private final Replacements replacements;
    private final Lock lock;
    private final List<FileChannel> changedFolders = new ArrayList<>();
    private Staged removed;

    private Change(Staging staging, Replacements replacements, Lock lock) {
        this.staging = staging;
        this.replacements = replacements;
        this.lock = lock;
        removed = staging.nothing();
    }

    /// Waits until everybody else's change is made.
    static Change begin(Staging staging, Replacements replacements, Lock lock) {
        lock.lock();
        return new Change(staging, replacements, lock);
    }

    /// Makes what is staged visible at a place, in the stead of what is there.
    void put(Staged staged, Place to) throws IOException {
        changes(to.folder());
        removed = replacements.move(staged.path(), to);
    }

    /// Moves a file or folder to a place, in the stead of what is there.
    void move(Entry from, Place to) throws IOException {
        changes(from.file().getParent());
        changes(to.folder());
        removed = replacements.move(from.file(), to);
    }

    /// Takes away what is at a place, by one rename however much it is.
    void remove(Place place) throws IOException {
        changes(place.folder());
        removed = staging.remove(place.file());
    }

    /// Makes an empty folder at a place where nothing is.
    void makeFolder(Place place) throws IOException {
        changes(place.folder());
        Files.createDirectory(place.file());
    }

    /// Opened now, since by the time it is flushed somebody else may have moved it.
    private void changes(Path folder) throws IOException {
        changedFolders.add(FileChannel.open(folder, StandardOpenOption.READ));
    }

    @Override
    public void close() throws IOException {
        lock.unlock();
        try {
            for (FileChannel folder : changedFolders) {
                folder.force(true);
            }
        } finally {
            for (FileChannel folder : changedFolders) {
                folder.close();
            }
        }
        removed.close();
    }
}
