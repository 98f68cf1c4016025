package gitdav.webdav.disk;

import gitdav.files.OpenFolder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The server's own files on the data volume, by their paths. Each path is gone down by single names from the root, which
/// stays open: none is followed if it is a link, whatever another program that may write to the volume does meanwhile.
///
/// Safe for use by many threads.
public final class Volume implements AutoCloseable {

    private final Path path;
    private final OpenFolder root;
    private final Durability durability;

    /// @param path of the volume's root, as all others begin
    public Volume(Path path, Durability durability) throws IOException {
        this.path = path;
        this.durability = durability;
        root = OpenFolder.at(path);
    }

    /// As the paths of all its files begin.
    public Path path() {
        return path;
    }

    /// Open as long as this is.
    public OpenFolder root() {
        return root;
    }

    /// What the server has done before it says that a change is made.
    public Durability durability() {
        return durability;
    }

    /// Opens a folder.
    public OpenFolder folder(Path folder) throws IOException {
        return root.descend(path.relativize(folder));
    }

    /// Does something with a file, while the folder that it is in is open.
    public <T> T at(Path file, Action<T> action) throws IOException {
        try (OpenFolder folder = folder(file.getParent())) {
            return folder.naming(file, () -> action.run(folder, file.getFileName()));
        }
    }

    /// Whether anything is there; behind a link, nothing is.
    public boolean exists(Path file) throws IOException {
        try {
            return at(file, (folder, name) -> folder.attributes(name).isPresent());
        } catch (NoSuchFileException | NotDirectoryException nowhere) {
            return false;
        }
    }

    /// Whether a folder is there.
    public boolean isFolder(Path file) throws IOException {
        return exists(file)
                && at(file, (folder, name) -> folder.attributes(name).filter(found -> found.isDirectory()).isPresent());
    }

    /// The content of a regular file.
    ///
    /// @param most how many bytes it may have
    /// @throws IOException if it has more, or is none
    public byte[] read(Path file, int most) throws IOException {
        return at(file, (folder, name) -> read(folder, name, most));
    }

    /// The same in a folder that is open.
    public static byte[] read(OpenFolder folder, Path name, int most) throws IOException {
        try (InputStream in = folder.read(name)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException(folder.shown(name) + " has more than " + most + " bytes");
            }
            return content;
        }
    }

    /// Makes a folder and those around it, unless they are there.
    public void makeFolders(Path folder) throws IOException {
        if (!isFolder(folder)) {
            makeFolders(folder.getParent());
            at(folder, (around, name) -> {
                try {
                    return Files.createDirectory(around.path(name));
                } catch (FileAlreadyExistsException meanwhile) {
                    return name;
                }
            });
        }
    }

    /// Moves a file or folder, in the stead of a file.
    public void move(Path from, Path to) throws IOException {
        at(from, (source, name) -> at(to, (target, newName) -> Files.move(source.path(name), target.path(newName),
                StandardCopyOption.ATOMIC_MOVE)));
    }

    /// Deletes a file, if it is there.
    public void deleteIfExists(Path file) throws IOException {
        if (exists(file)) {
            at(file, (folder, name) -> Files.deleteIfExists(folder.path(name)));
        }
    }

    /// Brings a folder's list of names to the disk, if it is there.
    public void flushFolder(Path folder) throws IOException {
        if (durability == Durability.FSYNC && isFolder(folder)) {
            try (OpenFolder open = folder(folder)) {
                durability.flush(open);
            }
        }
    }

    @Override
    public void close() {
        root.close();
    }

    /// What is done with a file.
    public interface Action<T> {

        /// Does it.
        ///
        /// @param folder open
        /// @param name of the file in it
        T run(OpenFolder folder, Path name) throws IOException;
    }
}
