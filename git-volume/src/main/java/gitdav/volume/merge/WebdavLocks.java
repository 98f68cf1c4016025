package gitdav.volume.merge;

import gitdav.files.FileClock;
import gitdav.files.FileStat;
import gitdav.volume.DataVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// What WebDAV clients have locked, as the application notes it in `.gitdav/locks`, one small text for each lock.
///
/// A client may lock something at any moment, so they are read again whenever their folder has changed. Not thread-safe.
final class WebdavLocks {

    private static final Logger LOG = LoggerFactory.getLogger(WebdavLocks.class);

    private final Path root;
    private final Path folder;
    private List<Lock> locks = List.of();
    private FileStat folderWhenRead = FileStat.UNKNOWN;
    private long readAt;

    WebdavLocks(DataVolume volume) {
        this.root = volume.root();
        this.folder = volume.reserved().resolve("locks");
    }

    private record Lock(Path path, boolean isDeep, Instant expires) {

        boolean covers(Path file, Instant now) {
            return now.isBefore(expires) && (file.equals(path) || file.getParent().equals(path)
                    || (isDeep && file.startsWith(path)));
        }
    }

    /// Whether a client has locked the file, or the folder that it is in.
    boolean cover(Path file) throws IOException {
        if (Files.notExists(folder)) {
            return false;
        }
        FileStat now = FileStat.of(folder);
        // What was changed just before the last reading may have been changed just after it, too.
        boolean isKnown = now.equals(folderWhenRead) && now.changed() < readAt - FileClock.TICK;
        if (!isKnown) {
            folderWhenRead = now;
            readAt = FileClock.now();
            locks = read();
        }
        Instant moment = Instant.now();
        return locks.stream().anyMatch(lock -> lock.covers(file, moment));
    }

    private List<Lock> read() throws IOException {
        var found = new ArrayList<Lock>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                read(file).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Lock> read(Path file) {
        try {
            var values = new Properties();
            values.load(new StringReader(Files.readString(file)));
            // Not by way of text: a name need not be UTF-8.
            Path path = Path
                    .of(URI.create(root.toUri().toString().replaceFirst("/*$", "") + values.getProperty("path")));
            return Optional.of(new Lock(path, Boolean.parseBoolean(values.getProperty("deep")),
                    Instant.parse(values.getProperty("expires"))));
        } catch (IOException | IllegalArgumentException | DateTimeException | NullPointerException e) {
            // Released since the folder was listed; or damaged, and then the application drops it, too.
            LOG.debug("{} is no lock", file, e);
            return Optional.empty();
        }
    }
}
