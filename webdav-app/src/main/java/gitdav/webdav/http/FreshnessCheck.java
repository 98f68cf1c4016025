package gitdav.webdav.http;

import java.io.IOException;

/// Whether what was found out a moment ago would be found again. Must be quick: at most one look at the disk.
public interface FreshnessCheck {
    boolean holds() throws IOException;
}
