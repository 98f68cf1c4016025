package gitdav.volume.restore;

import gitdav.files.DurableFiles;
import gitdav.files.FileStat;
import gitdav.files.ModificationTime;
import gitdav.files.SmallFile;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.Progress;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeReader;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.RawParseUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Writes the files of a commit into a folder, on all processors: a [Snapshot] the other way round. Every content is
/// verified while it is written. Everything is flushed, so that what is reported as restored survives a power cut.
public final class Checkout {

    private static final Logger LOG = LoggerFactory.getLogger(Checkout.class);

    /// Into how many parts the files are divided, each for one thread.
    private static final int PARTS = 1000;

    private final VerifiedObjects objects;
    private final List<FileToWrite> files = new ArrayList<>();
    private final List<FolderTime> folderTimes = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();

    private Checkout(VerifiedObjects objects) {
        this.objects = objects;
    }

    /// What was written.
    public record Result(int files, long bytes) {}

    private record FileToWrite(Node.File file, Path folder) {
        Path path() throws CorruptObjectException {
            return file.name().in(folder);
        }
    }

    private record FolderTime(Path folder, FileStat stat) {}

    /// Writes the commit's files into the folder, which must be there and empty.
    ///
    /// @throws IOException if an object is missing or broken, or a file cannot be written; the folder is then to be
    ///     cleared
    public static Result write(GitStore store, ObjectId commit, Path folder) throws IOException {
        try (var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            var checkout = new Checkout(objects);
            Node.Folder root = new TreeReader(objects).read(store.tree(commit));
            checkout.plan(root, folder);
            return checkout.run(folder);
        }
    }

    /// Writes some files and folders, each where it belongs below the folder, which must be there and empty.
    public static Result write(GitStore store, List<Change.Put> wanted, Path folder) throws IOException {
        try (var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            var checkout = new Checkout(objects);
            for (Change.Put put : wanted) {
                Path path = folder.resolve(put.path());
                Files.createDirectories(path.getParent());
                switch (put.node()) {
                    case Node.Folder made -> checkout.plan(made, Files.createDirectory(path));
                    case Node.File file -> checkout.files.add(new FileToWrite(file, path.getParent()));
                    case Node.Opaque _ -> {
                    }
                }
            }
            return checkout.run(folder);
        }
    }

    /// Folders are made at once, files are only listed.
    private void plan(Node.Folder folder, Path path) throws IOException {
        folderTimes.add(new FolderTime(path, folder.stat()));
        for (Node.Folder below : folder.folders()) {
            Path made = below.name().in(path);
            Files.createDirectory(made);
            plan(below, made);
        }
        for (Node.File file : folder.files()) {
            files.add(new FileToWrite(file, path));
        }
    }

    private Result run(Path folder) throws IOException {
        Progress progress = Progress.of("files written", files.size());
        int parts = Math.min(files.size(), PARTS);
        try {
            IntStream.range(0, parts).parallel()
                    .forEach(part -> write(files.subList(begin(part, parts), begin(part + 1, parts)), progress));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        // Children before their parents, and all of them last: every file that is made gives its folder a new time.
        for (FolderTime time : folderTimes.reversed()) {
            setTime(time.folder(), time.stat());
        }
        DurableFiles.flushTree(folder);
        return new Result(files.size(), bytes.get());
    }

    private int begin(int part, int parts) {
        return (int) ((long) files.size() * part / parts);
    }

    private void write(List<FileToWrite> part, Progress progress) {
        try (VerifiedObjects own = objects.copy()) {
            for (FileToWrite wanted : part) {
                if (wanted.file().isLink()) {
                    link(wanted.path(), RawParseUtils.decode(own.read(wanted.file().id(), Constants.OBJ_BLOB)));
                } else {
                    file(wanted.file(), wanted.path(), own);
                }
                progress.update(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void file(Node.File file, Path path, VerifiedObjects own) throws IOException {
        Optional<byte[]> small = own.small(file.content());
        if (small.isPresent() && SmallFile.write(path, small.get(), file.stat().modified())) {
            bytes.addAndGet(small.get().length);
        } else {
            copy(file, path, own);
        }
        if (file.isExecutable()) {
            makeExecutable(path);
        }
    }

    private void copy(Node.File file, Path path, VerifiedObjects own) throws IOException {
        // CREATE_NEW: a tree that holds one name twice must not write through the first as a link.
        try (var channel = FileChannel.open(path,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
                OutputStream out = Channels.newOutputStream(channel)) {
            bytes.addAndGet(own.copy(file.content(), out));
        }
        setTime(path, file.stat());
    }

    private static void setTime(Path path, FileStat stat) throws IOException {
        if (stat.hasTime()) {
            ModificationTime.set(path, stat.modified());
        }
    }

    /// For everybody who may read it, as git itself does.
    private static void makeExecutable(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        if (permissions.contains(PosixFilePermission.GROUP_READ)) {
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(path, permissions);
    }

    /// Whoever wrote the commit may have put anything there; one link that cannot be is no reason to restore nothing.
    private static void link(Path path, String target) throws IOException {
        try {
            Files.createSymbolicLink(path, Path.of(target));
        } catch (InvalidPathException | NoSuchFileException e) {
            LOG.warn("{} is a link to '{}', which is no path: skipped", path, target);
        }
    }
}
