package gitdav.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A folder that is held open by a descriptor: it stays this very folder, whatever its name leads to meanwhile.
///
/// Every call that gets a path looks it up again, and a program that may write to the volume can put a link in the place of
/// one of its folders between two calls. From an open folder one goes down by single names, and none of them is followed if
/// it is a link: nothing outside the folder can be reached.
///
/// Calls of the JDK take part by [#path]: `/proc/self/fd/7` leads to descriptor 7 and nowhere else
/// ([proc_pid_fd(5)](https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html)). On a system without `/proc`, links are
/// looked for before each step; a quick attacker gets past that.
///
/// Of a name that is given as a longer path, only the last part counts. Thread-safe, but for [#close].
public final class OpenFolder implements AutoCloseable {

    private static final Path THIS = Path.of(".");
    private static final Path NOWHERE = Path.of("");

    private final Descriptor descriptor;
    private final Path shown;

    private OpenFolder(Descriptor descriptor, Path shown) {
        this.descriptor = descriptor;
        this.shown = shown;
    }

    /// Opens a folder that is trusted to be the right one, such as the root of a volume; links in its path are followed.
    ///
    /// @throws NoSuchFileException if it is not there
    /// @throws NotDirectoryException if it is no folder
    public static OpenFolder at(Path folder) throws IOException {
        return new OpenFolder(Descriptor.of(folder), folder);
    }

    /// Opens a folder in this one.
    ///
    /// @throws java.nio.file.NoSuchFileException if nothing is there
    /// @throws NotDirectoryException if a link, or anything else but a folder, is there
    public OpenFolder folder(Path name) throws IOException {
        Path below = shown(name);
        return new OpenFolder(descriptor.folder(name.getFileName(), below), below);
    }

    /// Opens a folder below this one, name by name.
    ///
    /// @param relative an empty path for this folder once more
    /// @throws java.nio.file.NoSuchFileException if nothing is there
    /// @throws NotDirectoryException if a link, or anything else but a folder, is on the way or there
    public OpenFolder descend(Path relative) throws IOException {
        if (relative.equals(NOWHERE)) {
            return new OpenFolder(descriptor.folder(THIS, shown), shown);
        }
        OpenFolder folder = folder(relative.getName(0));
        for (int i = 1; i < relative.getNameCount(); i++) {
            try (OpenFolder above = folder) {
                folder = above.folder(relative.getName(i));
            }
        }
        return folder;
    }

    /// A path to this very folder for calls of the JDK, as long as it is open.
    public Path path() {
        return descriptor.path();
    }

    /// A path to a name in this folder, for calls of the JDK that follow no link there.
    public Path path(Path name) {
        return path().resolve(name.getFileName());
    }

    /// Where the folder was found, for people.
    public Path shown() {
        return shown;
    }

    /// Where the name was found, for people.
    public Path shown(Path name) {
        return shown.resolve(name.getFileName());
    }

    /// The state of the folder itself.
    public FileStat stat() throws IOException {
        return descriptor.stat(shown);
    }

    /// The state of a file, folder or link in it.
    ///
    /// @throws NoSuchFileException if it is not there
    public FileStat stat(Path name) throws IOException {
        Optional<FileStat> stat = stat(RawName.bytes(name.getFileName()));
        // Java can do it on every system, and tells why it cannot be done.
        return stat.isPresent() ? stat.get() : naming(name, () -> FileStat.of(path(name)));
    }

    /// Whether a file, folder or link of that name is in it.
    public boolean has(Path name) throws IOException {
        try {
            stat(name);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// The state of what has that name, as the system has it.
    ///
    /// @return empty if it is not there, or the system does not answer so
    public Optional<FileStat> stat(byte[] name) {
        return descriptor.stat(name);
    }

    /// The names of everything in it, in no order.
    public List<Path> names() throws IOException {
        try (DirectoryStream<Path> entries = entries()) {
            var names = new ArrayList<Path>();
            entries.forEach(entry -> names.add(entry.getFileName()));
            return names;
        } catch (DirectoryIteratorException e) {
            throw renamed(e.getCause());
        }
    }

    /// The same as they are read, for a folder of any size; to be closed.
    @SuppressWarnings("StreamResourceLeak") // the caller's to close
    public DirectoryStream<Path> entries() throws IOException {
        try {
            return Files.newDirectoryStream(path());
        } catch (FileSystemException e) {
            throw renamed(e);
        }
    }

    private IOException renamed(IOException failure) {
        return failure instanceof FileSystemException file ? SystemCall.renamed(file, shown) : failure;
    }

    /// The state of a name as the JDK knows it.
    ///
    /// @return empty if it is not there
    public Optional<BasicFileAttributes> attributes(Path name) throws IOException {
        return naming(name, () -> descriptor.attributes(name.getFileName()));
    }

    /// Makes a call of the JDK about a regular file or folder in it, which stays this very one during the call. A link is
    /// refused, and so is a pipe, which one could wait for.
    ///
    /// @param call gets a path that leads to it
    /// @throws FileSystemException if anything else is there
    public <T> T pinned(Path name, PinnedCall<T> call) throws IOException {
        try (Descriptor entry = descriptor.entry(name.getFileName(), shown(name))) {
            FileStat stat = entry.stat(shown(name));
            if (!stat.isFile() && !stat.isFolder()) {
                throw new FileSystemException(shown(name).toString(), null, "is neither a regular file nor a folder");
            }
            return naming(name, () -> call.run(entry.path()));
        }
    }

    /// Opens a regular file in it for reading. Anything else is refused before it is opened: to open a pipe is to wait
    /// for its writer.
    ///
    /// @throws FileSystemException if a link, or anything else but a regular file, is there
    public InputStream read(Path name) throws IOException {
        try (Descriptor file = descriptor.entry(name.getFileName(), shown(name))) {
            if (!file.stat(shown(name)).isFile()) {
                throw new FileSystemException(shown(name).toString(), null, "is not a regular file");
            }
            return naming(name, () -> Files.newInputStream(file.path()));
        }
    }

    /// Where a link in it leads, byte for byte. The JDK shows another path if it is not UTF-8, or has two slashes in a row.
    ///
    /// @throws FileSystemException if no link is there
    public byte[] readLink(Path name) throws IOException {
        return descriptor.readLink(name.getFileName(), shown(name));
    }

    /// Makes a link in it.
    ///
    /// @param target where it leads, byte for byte
    /// @throws java.nio.file.FileAlreadyExistsException if something has that name
    public void createLink(Path name, byte[] target) throws IOException {
        descriptor.createLink(name.getFileName(), target, shown(name));
    }

    /// A call of the JDK.
    public interface Call<T> {

        /// Makes it.
        T run() throws IOException;
    }

    /// The same about a file that is held open.
    public interface PinnedCall<T> {

        /// Makes it.
        ///
        /// @param file leads there as long as the call runs
        T run(Path file) throws IOException;
    }

    /// Makes a call of the JDK about a name in this folder. Its failure names the path that people know.
    public <T> T naming(Path name, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (FileSystemException e) {
            throw SystemCall.renamed(e, shown(name));
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
