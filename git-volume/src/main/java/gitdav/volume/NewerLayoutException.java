package gitdav.volume;

import java.io.IOException;

/// A volume or a backup was written by a newer gitdav, in a way that this one does not know.
public final class NewerLayoutException extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param finding what has which layout
    public NewerLayoutException(String finding) {
        super(finding + ", and this program knows layouts up to " + Marker.CURRENT_LAYOUT + "; use a newer gitdav");
    }
}
