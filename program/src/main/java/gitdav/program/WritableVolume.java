package gitdav.program;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// A volume that a program is to write to: asked for before the work begins, so that it is said once, and of the volume.
public final class WritableVolume {

    private WritableVolume() {}

    /// Asks the system whether the folder may be read and written.
    ///
    /// @param setting which names the folder
    /// @throws IOException if this program may not write there; the message says whose the folder is, and what to change
    public static void require(String setting, Path folder) throws IOException {
        try {
            folder.getFileSystem().provider().checkAccess(folder, AccessMode.READ, AccessMode.WRITE,
                    AccessMode.EXECUTE);
        } catch (FileSystemException e) {
            throw new IOException(setting + ": cannot use this volume: " + Failure.describe(e), e);
        }
    }
}
