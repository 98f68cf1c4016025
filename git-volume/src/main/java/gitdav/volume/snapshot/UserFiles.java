package gitdav.volume.snapshot;

import gitdav.container.Failure;
import gitdav.files.FileStat;
import gitdav.files.OpenFolder;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Reads the users' files, follows no link, and tells trouble with one of them from all other trouble.
final class UserFiles {

    private UserFiles() {}

    /// One file or folder cannot be read. That must not become the trouble of all others.
    static final class UnreadableException extends IOException {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /// A file or folder is no longer there: somebody has deleted or renamed it since it was listed.
    static final class VanishedException extends IOException {

        private static final long serialVersionUID = 1L;

        VanishedException(Path path) {
            super(path + " has vanished");
        }
    }

    static FileStat stat(Path path) throws IOException {
        return reading(path, () -> FileStat.of(path));
    }

    static List<Path> children(Path folder) throws IOException {
        return reading(folder, () -> {
            var children = new ArrayList<Path>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(children::add);
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return children;
        });
    }

    /// Where a link leads, byte for byte.
    static byte[] linkTarget(Path link) throws IOException {
        return reading(link, () -> {
            try (OpenFolder folder = OpenFolder.at(link.getParent())) {
                return folder.readLink(link);
            }
        });
    }

    /// A stream whose failures can be told from those of whatever its bytes are written to.
    static InputStream open(Path file) throws IOException {
        InputStream in = reading(file,
                () -> Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
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
        } catch (NoSuchFileException | NotDirectoryException vanished) {
            throw new VanishedException(path);
        } catch (IOException e) {
            throw new UnreadableException("cannot read " + path + ": " + Failure.reason(e));
        }
    }
}
