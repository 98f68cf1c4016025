package gitdav.webdav.disk;

import gitdav.files.OpenFolder;

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

    private static final Path ITSELF = Path.of("");

    /// Brings a file's content to the disk, or a folder's list of names, without which a file in it may be lost in a
    /// power cut although it was flushed itself.
    abstract void flush(FileChannel file) throws IOException;

    /// The same for an open folder's list of names; [#NONE] does nothing.
    public final void flush(OpenFolder folder) throws IOException {
        folder.naming(ITSELF, () -> flushOpened(folder.path()));
    }

    /// The same for a file in an open folder.
    public final void flush(OpenFolder folder, Path name) throws IOException {
        if (this == FSYNC) {
            folder.pinned(name, this::flushOpened);
        }
    }

    /// @param path of a descriptor
    private Path flushOpened(Path path) throws IOException {
        if (this == FSYNC) {
            try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
                flush(channel);
            }
        }
        return path;
    }
}
