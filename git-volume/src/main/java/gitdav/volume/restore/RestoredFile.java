package gitdav.volume.restore;

import gitdav.files.FileStat;
import gitdav.files.ModificationTime;
import gitdav.files.OpenFolder;
import gitdav.files.SmallFile;
import gitdav.volume.snapshot.Obstacle;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.VerifiedObjects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A file of a commit that is written to the volume: content, executable bit and time. The content is verified while it is
/// written.
///
/// @param file what the commit says
/// @param objects where its content is; of this thread alone
record RestoredFile(Node.File file, VerifiedObjects objects) {

    private static final Logger LOG = LoggerFactory.getLogger(RestoredFile.class);

    /// In bytes, with the zero byte at its end: `PATH_MAX` of Linux.
    private static final int LONGEST_TARGET = 4095;

    /// Less the umask, as git does it: executable for everybody who may read it.
    private static final FileAttribute<?> EXECUTABLE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"));
    private static final FileAttribute<?> PLAIN = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));

    /// Writes it as a regular file.
    ///
    /// @param path not there yet
    /// @return its bytes
    long write(Path path) throws IOException {
        Optional<byte[]> small = objects.small(file.content());
        if (small.isPresent()
                && SmallFile.write(path, small.get(), file.stat().modified(), file.isExecutable())) {
            return small.get().length;
        }
        long bytes;
        // CREATE_NEW: a tree that holds one name twice must not write through the first as a link.
        try (var channel = FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                file.isExecutable() ? EXECUTABLE : PLAIN);
                OutputStream out = Channels.newOutputStream(channel)) {
            bytes = objects.copy(file.content(), out);
        } catch (IOException e) {
            if (!(e instanceof FileSystemException)) {
                Files.deleteIfExists(path);
            }
            throw e;
        }
        setTime(path, file.stat());
        return bytes;
    }

    /// Makes it as a symbolic link. One that is not made as it was would come back as a change.
    ///
    /// @throws FileSystemException if its content can be no link's
    void link(Path name, OpenFolder folder) throws IOException {
        byte[] target = objects.small(file.content()).orElse(new byte[0]);
        boolean isPath = target.length > 0 && target.length <= LONGEST_TARGET;
        for (byte b : target) {
            isPath &= b != 0;
        }
        if (!isPath) {
            throw new FileSystemException(folder.shown(name).toString(), null, Obstacle.NO_TARGET);
        }
        folder.createLink(name, target);
    }

    /// Not every file system has room for every year: a time that it does not take is no reason to have no file.
    static void setTime(Path path, FileStat stat) throws IOException {
        try {
            if (stat.hasTime()) {
                ModificationTime.set(path, stat.modified());
            }
        } catch (FileSystemException e) {
            LOG.debug("{} has another time", path, e);
        }
    }
}
