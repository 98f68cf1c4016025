package gitdav.volume;

import gitdav.contract.VolumeLayout;
import gitdav.files.DurableFiles;
import gitdav.files.FileTree;
import gitdav.files.OpenFolder;
import gitdav.files.OwnFile;
import gitdav.program.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// The volume with the users' files, and the one folder in it that is ours, `.gitdav/`.
///
/// @param root the users' tree. The folder itself is the cluster's, and mostly belongs to root: its owner, mode and time are
///     never written, and say nothing about the files in it
public record DataVolume(Path root) {

    private static final Logger LOG = LoggerFactory.getLogger(DataVolume.class);

    /// In bytes, with the zero byte at its end: `PATH_MAX` of Linux.
    private static final int LONGEST_PATH = 4096;

    /// The name of the file in our folder that makes the volume one of ours.
    public static final Path MARKER = Path.of(VolumeLayout.MARKER);
    private static final int LONGEST_MARKER = 1000;

    /// The folder in which a restore is prepared before its files are moved into place: the same file system, so that
    /// moving is a rename.
    public Path staging() {
        return reserved().resolve(VolumeLayout.STAGING);
    }

    /// Where what an update replaces is kept, in a folder of its own for each.
    public Path setAside() {
        return reserved().resolve(VolumeLayout.SET_ASIDE);
    }

    /// Whether the file could be restored: while it is staged, its path is longer by that of the staging folder.
    public boolean canStage(Path file) {
        return isPath(file, VolumeLayout.RESERVED.length() + VolumeLayout.STAGING.length() + 2);
    }

    /// Whether programs can name the file by its whole path.
    public static boolean isPath(Path file) {
        return isPath(file, 0);
    }

    private static boolean isPath(Path file, int more) {
        int characters = file.toString().length() + more;
        // No character has more than three bytes here: those that need four count as two.
        return characters * 3 < LONGEST_PATH
                || file.toString().getBytes(StandardCharsets.UTF_8).length + more < LONGEST_PATH;
    }

    /// Whether this is the volume's root.
    public boolean isRoot(OpenFolder folder) {
        return folder.shown().equals(root);
    }

    /// Whether the volume holds no file of a user.
    public boolean isEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.allMatch(entry -> VolumeLayout.isReserved(entry.getFileName().toString()));
        }
    }

    /// The volume's marker, if git-init has finished here before. One that is damaged is none: what it said is lost.
    public Optional<Marker> marker() throws IOException {
        try (OpenFolder ours = openReserved()) {
            return new OwnFile(ours, MARKER).read(LONGEST_MARKER).flatMap(Marker::parse);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    /// Declares the volume complete: from now on the application may run, and its state may be backed up.
    public void mark(Marker marker) throws IOException {
        makeReserved();
        try (OpenFolder ours = openReserved()) {
            new OwnFile(ours, MARKER).write(marker.text());
        }
    }

    /// Makes the staging folder, empty.
    ///
    /// @throws FileSystemException if what is there can be neither deleted nor set aside
    public void clearStaging() throws IOException {
        removeStaging();
        try (OpenFolder staging = make(relative(staging()))) {
            if (!staging.names().isEmpty()) {
                throw new DirectoryNotEmptyException(staging.shown().toString());
            }
        }
    }

    /// Deletes the staging folder with whatever an unfinished restore left in it. If another user has put something there that
    /// cannot be deleted, the folder is set aside.
    public void removeStaging() throws IOException {
        try (OpenFolder ours = openReserved()) {
            try {
                FileTree.delete(ours.path(staging()));
            } catch (FileSystemException e) {
                setStagingAside(ours, e);
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            // Nothing was ever staged.
        }
    }

    private void setStagingAside(OpenFolder ours, FileSystemException reason) throws IOException {
        Path aside = setAside().resolve(VolumeLayout.STAGING + "-" + UUID.randomUUID());
        try (OpenFolder folder = make(relative(setAside()))) {
            Files.move(ours.path(staging()), folder.path(aside), StandardCopyOption.ATOMIC_MOVE);
            LOG.warn("{} cannot be deleted, and is set aside in {}: {}", staging(), aside, Failure.reason(reason));
        } catch (FileSystemException e) {
            LOG.warn("{} cannot be deleted: {}", staging(), Failure.reason(reason));
        }
    }

    private void makeReserved() throws IOException {
        if (Files.notExists(reserved(), LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(reserved());
            DurableFiles.flush(root);
        }
    }

    /// Opens a folder in the volume. No link leads out of it.
    ///
    /// @param relative to the root
    /// @throws NoSuchFileException if it is not there
    /// @throws NotDirectoryException if a link, or anything else but a folder, is on the way or there
    public OpenFolder open(Path relative) throws IOException {
        try (OpenFolder folder = OpenFolder.at(root)) {
            return folder.descend(relative);
        }
    }

    /// The same, and makes what is missing, durably.
    public OpenFolder make(Path relative) throws IOException {
        OpenFolder folder = OpenFolder.at(root);
        for (Path name : relative) {
            try (OpenFolder above = folder) {
                folder = makeIn(above, name);
                DurableFiles.flush(above.path());
            }
        }
        return folder;
    }

    /// Opens a folder in another, and makes it if it is missing.
    public static OpenFolder makeIn(OpenFolder above, Path name) throws IOException {
        try {
            above.naming(name, () -> Files.createDirectory(above.path(name)));
        } catch (FileAlreadyExistsException e) {
            // Or something else that is no folder, which opening it says.
        }
        return above.folder(name);
    }

    /// Where a file or folder of the volume is below its root.
    public Path relative(Path path) {
        return root.relativize(path);
    }

    /// Our own folder, open. It is never a link: what is in it may come from any writer of the volume.
    ///
    /// @throws NoSuchFileException if it is not there
    /// @throws NotDirectoryException if a link, or anything else but a folder, is there
    public OpenFolder openReserved() throws IOException {
        try (OpenFolder folder = OpenFolder.at(root)) {
            return folder.folder(Path.of(VolumeLayout.RESERVED));
        }
    }

    /// Our own folder; it is only there once something is in it.
    public Path reserved() {
        return root.resolve(VolumeLayout.RESERVED);
    }

    /// What WebDAV clients have noted about files: written by the application, and backed up with the files.
    public Path properties() {
        return reserved().resolve(VolumeLayout.PROPERTIES);
    }
}
