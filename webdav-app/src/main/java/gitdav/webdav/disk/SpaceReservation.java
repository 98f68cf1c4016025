package gitdav.webdav.disk;

import java.io.IOException;

/// Where something is going to be stored, and there may be too little room for it.
public interface SpaceReservation {

    /// Takes room for some more bytes, before they are written.
    ///
    /// @throws gitdav.webdav.protocol.DavException with 507 if there is none
    void take(long bytes) throws IOException;
}
