package gitdav.webdav.disk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;

/// One thing in [Staging]. Closing it deletes it, unless it has been moved into the share by then.
public record Staged(Path path) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Staged.class);

    /// Throws nothing, since the client's request has succeeded or failed by now; the next start tries again.
    @Override
    public void close() {
        delete();
    }

    /// The same.
    ///
    /// @return how many bytes of files there were
    public long delete() {
        try {
            return FileTree.delete(path);
        } catch (IOException failure) {
            LOG.warn("Cannot clear away {}: {}", path, failure.toString());
            return 0;
        }
    }
}
