package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.program.Failure;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/// Reads the users' files below open folders, follows no link, and tells trouble with one of them from all other trouble.
final class UserFiles {

    private UserFiles() {}

    /// One file or folder cannot be read. That must not become the trouble of all others.
    static final class UnreadableException extends IOException {

        private static final long serialVersionUID = 1L;

        private final boolean isDiskBroken;

        UnreadableException(String message) {
            this(message, false);
        }

        UnreadableException(String message, boolean isDiskBroken) {
            super(message);
            this.isDiskBroken = isDiskBroken;
        }

        /// Whether the disk has lost it. What merely belongs to another user, or is being written to, is whole.
        boolean isDiskBroken() {
            return isDiskBroken;
        }
    }

    /// A file or folder is no longer there: a user has deleted or renamed it since it was listed.
    static final class VanishedException extends IOException {

        private static final long serialVersionUID = 1L;

        VanishedException(Path path) {
            super(path + " has vanished");
        }
    }

    static FileStat stat(OpenFolder folder) throws IOException {
        return reading(folder.shown(), folder::stat);
    }

    static FileStat stat(OpenFolder folder, Path name) throws IOException {
        return reading(folder.shown(name), () -> folder.stat(name));
    }

    /// What is in the folder, by name.
    static List<Path> names(OpenFolder folder) throws IOException {
        return reading(folder.shown(), folder::names);
    }

    /// Opens a folder in a folder.
    static OpenFolder folder(OpenFolder folder, Path name) throws IOException {
        return reading(folder.shown(name), () -> folder.folder(name));
    }

    static byte[] linkTarget(OpenFolder folder, Path name) throws IOException {
        return reading(folder.shown(name), () -> folder.readLink(name));
    }

    /// A stream whose failures can be distinguished from those of what its bytes are written to.
    static InputStream open(OpenFolder folder, Path name) throws IOException {
        Path file = folder.shown(name);
        InputStream in = reading(file, () -> folder.read(name));
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                return reading(file, super::read);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return reading(file, () -> super.read(buffer, offset, length));
            }
        };
    }

    private interface Read<T> {
        T run() throws IOException;
    }

    private static <T> T reading(Path path, Read<T> read) throws IOException {
        try {
            return read.run();
        } catch (NoSuchFileException vanished) {
            throw new VanishedException(path);
        } catch (NotDirectoryException replaced) {
            // Something has its name, so it has not vanished: to take it for deleted would be wrong.
            throw new UnreadableException("cannot read " + path + ": it is no folder, or a link to one");
        } catch (IOException e) {
            throw new UnreadableException("cannot read " + path + ": " + Failure.reason(e), Failure.isBrokenDisk(e));
        }
    }
}
