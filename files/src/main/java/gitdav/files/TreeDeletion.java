package gitdav.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;

/// Deletes a tree by descriptors, so that nothing outside it goes, even if one of its folders changes places with a link
/// meanwhile. However deep it is, two folders are open at a time: a folder in a folder moves up to the top before its turn
/// comes.
public final class TreeDeletion {

    private final OpenFolder top;
    private long bytes;

    private TreeDeletion(OpenFolder top) {
        this.top = top;
    }

    /// Deletes a file, or a folder with everything in it; does nothing if it is not there.
    ///
    /// @param folder where it is
    /// @return how many bytes the files had
    public static long delete(OpenFolder folder, Path name) throws IOException {
        Optional<BasicFileAttributes> attributes = folder.attributes(name);
        if (!isFolder(attributes)) {
            return deleteFile(folder, name, attributes);
        }
        OpenFolder opened;
        try {
            opened = folder.folder(name);
        } catch (NoSuchFileException | NotDirectoryException replaced) {
            return deleteFile(folder, name, Optional.empty());
        }
        try (opened) {
            var deletion = new TreeDeletion(opened);
            while (deletion.round()) {
                // What has moved up meanwhile is next.
            }
            remove(folder, name);
            return deletion.bytes;
        }
    }

    /// @return whether there was anything
    private boolean round() throws IOException {
        boolean isAnything = false;
        try (DirectoryStream<Path> names = top.entries()) {
            for (Path name : names) {
                isAnything = true;
                Optional<BasicFileAttributes> attributes = top.attributes(name);
                if (isFolder(attributes)) {
                    deleteFolder(name);
                } else {
                    bytes += deleteFile(top, name, attributes);
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return isAnything;
    }

    private void deleteFolder(Path name) throws IOException {
        try (OpenFolder folder = top.folder(name);
                DirectoryStream<Path> names = folder.entries()) {
            for (Path entry : names) {
                Optional<BasicFileAttributes> attributes = folder.attributes(entry);
                if (isFolder(attributes)) {
                    moveUp(folder, entry);
                } else {
                    bytes += deleteFile(folder, entry, attributes);
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        } catch (NoSuchFileException | NotDirectoryException replaced) {
            return;
        }
        remove(top, name);
    }

    private void moveUp(OpenFolder folder, Path name) throws IOException {
        try {
            // One that is empty need not be writable.
            remove(folder, name);
        } catch (DirectoryNotEmptyException e) {
            folder.naming(name, () -> Files.move(folder.path(name), top.path(Path.of(UUID.randomUUID().toString())),
                    StandardCopyOption.ATOMIC_MOVE));
        }
    }

    private static long deleteFile(OpenFolder folder, Path name, Optional<BasicFileAttributes> attributes)
            throws IOException {
        return remove(folder, name)
                ? attributes.filter(BasicFileAttributes::isRegularFile).map(BasicFileAttributes::size).orElse(0L)
                : 0;
    }

    private static boolean isFolder(Optional<BasicFileAttributes> attributes) {
        return attributes.filter(BasicFileAttributes::isDirectory).isPresent();
    }

    private static boolean remove(OpenFolder folder, Path name) throws IOException {
        return folder.naming(name, () -> Files.deleteIfExists(folder.path(name)));
    }
}
