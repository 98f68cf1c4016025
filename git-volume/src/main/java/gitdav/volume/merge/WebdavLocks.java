package gitdav.volume.merge;

import gitdav.contract.LockFile;
import gitdav.contract.VolumeLayout;
import gitdav.files.FileClock;
import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.files.OwnFile;
import gitdav.volume.DataVolume;
import gitdav.volume.VolumePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What WebDAV clients have locked, as the application notes it in `.gitdav/locks`, one small text for each lock.
///
/// A client may lock something at any moment, so they are read again whenever their folder has changed. Not thread-safe.
final class WebdavLocks {

    private static final Logger LOG = LoggerFactory.getLogger(WebdavLocks.class);

    /// In bytes; the longest path takes three times as many in a URI.
    private static final int LONGEST = 1 << 15;
    /// A client can hold no more locks here.
    private static final int MOST = 10_000;

    private static final Path FOLDER = Path.of(VolumeLayout.LOCKS);

    private final DataVolume volume;
    private List<Lock> locks = List.of();
    private FileStat folderWhenRead = FileStat.UNKNOWN;
    private long readAt;

    WebdavLocks(DataVolume volume) {
        this.volume = volume;
    }

    private record Lock(Path path, boolean isDeep, Instant expires) {

        boolean covers(Path file, Instant now) {
            return now.isBefore(expires) && (file.equals(path) || file.getParent().equals(path)
                    || (isDeep && file.startsWith(path)));
        }
    }

    /// Whether a client has locked the file, or the folder that it is in.
    boolean cover(Path file) throws IOException {
        try (OpenFolder ours = volume.openReserved(); OpenFolder folder = ours.folder(FOLDER)) {
            FileStat now = folder.stat();
            // What was changed just before the last reading may have been changed just after it, too.
            boolean isKnown = now.equals(folderWhenRead) && now.changed() < readAt - FileClock.TICK;
            if (!isKnown) {
                folderWhenRead = now;
                readAt = FileClock.now();
                locks = folder.names().stream().limit(MOST).flatMap(name -> read(folder, name).stream()).toList();
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return false;
        }
        Instant moment = Instant.now();
        return locks.stream().anyMatch(lock -> lock.covers(file, moment));
    }

    private Optional<Lock> read(OpenFolder folder, Path name) {
        try {
            var lock = LockFile.parse(new OwnFile(folder, name).read(LONGEST).orElse(""));
            Path path = volume.root().resolve(VolumePath.decode(lock.path()));
            return Optional.of(new Lock(path, lock.isDeep(), lock.expires()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            // Released since the folder was listed; or damaged, and then the application drops it, too.
            LOG.debug("{} is no lock", name, e);
            return Optional.empty();
        }
    }
}
