package gitdav.volume.merge;

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
import java.util.Properties;

/// What WebDAV clients have locked, as the application notes it in `.gitdav/locks`, one small text for each lock.
record WebdavLocks(DataVolume volume) {

    private static final Logger LOG = LoggerFactory.getLogger(WebdavLocks.class);

    /// Whether a client has locked the file, or the folder that it is in.
    boolean cover(Path file) throws IOException {
        Path folder = volume.reserved().resolve("locks");
        if (Files.notExists(folder)) {
            return false;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder)) {
            for (Path lock : locks) {
                if (covers(lock, file)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean covers(Path lock, Path file) {
        try {
            var values = new Properties();
            values.load(new StringReader(Files.readString(lock)));
            Path locked = volume.root().resolve(URI.create(values.getProperty("path")).getPath().substring(1));
            boolean isDeep = Boolean.parseBoolean(values.getProperty("deep"));
            boolean isExpired = !Instant.now().isBefore(Instant.parse(values.getProperty("expires")));
            return !isExpired && (file.equals(locked) || file.getParent().equals(locked)
                    || (isDeep && file.startsWith(locked)));
        } catch (IOException | IllegalArgumentException | DateTimeException | NullPointerException e) {
            // Released since the folder was listed; or damaged, and then the application drops it, too.
            LOG.debug("{} is no lock", lock, e);
            return false;
        }
    }
}
