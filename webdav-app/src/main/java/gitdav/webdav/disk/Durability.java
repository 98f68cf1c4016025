package gitdav.webdav.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What the server has done before it says that a change is made.
public enum Durability {

    /// The change is on the disk, and survives a power cut.
    FSYNC {
        @Override
        void flush(FileChannel file) throws IOException {
            file.force(true);
        }
    },

    /// The change is known to the kernel: it survives this process, and not a power cut.
    NONE {
        @Override
        void flush(FileChannel file) {}
    };

    /// Brings a file's content to the disk, or a folder's list of names, without which a file in it may be lost in a
    /// power cut although it was flushed itself.
    abstract void flush(FileChannel file) throws IOException;

    /// The same for what is not open yet.
    public final void flush(Path fileOrFolder) throws IOException {
        if (this == FSYNC) {
            try (var channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
                flush(channel);
            }
        }
    }
}
