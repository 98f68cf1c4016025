package gitdav.volume.restore;

import gitdav.files.DurableFiles;
import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Obstacle;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.Progress;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeReader;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Writes the files of a commit into a folder, on all processors: a [Snapshot] the other way round. Every content is
/// verified while it is written. Everything is flushed, so that what is reported as restored survives a power cut.
///
/// What the file system refuses to make is left out and reported ([Obstacle]), and never made in another way.
public final class Checkout {

    /// Into how many parts the files are divided, each for one thread.
    private static final int PARTS = 1000;

    private final VerifiedObjects objects;
    private final OpenFolder root;
    private final SharedContents shared;
    private final List<FileToWrite> files = new ArrayList<>();
    private final Set<Path> made = new HashSet<>();
    private final List<FolderTime> folderTimes = new ArrayList<>();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Obstacle> skipped = new ConcurrentLinkedQueue<>();

    private Checkout(VerifiedObjects objects, OpenFolder root, SharedContents shared) {
        this.objects = objects;
        this.root = root;
        this.shared = shared;
    }

    /// What was written.
    ///
    /// @param skipped what could not be made here, with paths below the folder
    public record Result(int files, long bytes, List<Obstacle> skipped) {

        public Result {
            skipped = List.copyOf(skipped);
        }
    }

    /// @param folder relative to the root
    private record FileToWrite(Node.File file, Path folder) {}

    /// @param folder relative to the root
    private record FolderTime(Path folder, FileStat stat) {}

    /// Writes the commit's files into the folder, which must be there and empty.
    ///
    /// @throws IOException if an object is missing or broken, or a file cannot be written; the folder is then to be
    ///     cleared
    public static Result write(GitStore store, ObjectId commit, Path folder) throws IOException {
        try (var objects = new VerifiedObjects(store.repository().newObjectReader());
                OpenFolder root = OpenFolder.at(folder)) {
            Node.Folder tree = new TreeReader(objects).read(store.tree(commit));
            return write(objects, tree.children().map(node -> new Change.Put(Path.of(""), node)).toList(), root, true);
        }
    }

    /// Writes some files and folders, each where it belongs below the folder, which must be there and empty.
    ///
    /// @throws IOException also if they need more room than the folder's file system has; nothing has been written then
    public static Result write(GitStore store, List<Change.Put> wanted, OpenFolder root) throws IOException {
        try (var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            return write(objects, wanted, root, false);
        }
    }

    private static Result write(VerifiedObjects objects, List<Change.Put> wanted, OpenFolder root, boolean areAtRoot)
            throws IOException {
        var shared = SharedContents.of(objects, wanted.stream().map(Change.Put::node).toList());
        shared.requireRoom(root);
        var checkout = new Checkout(objects, root, shared);
        // The deepest first: the folders of the volume around them come before new ones of names that the file system may take
        // for the same.
        var depth = Comparator.comparingInt((Change.Put put) -> put.path().getNameCount());
        for (Change.Put put : wanted.stream().sorted(depth.reversed()).toList()) {
            checkout.plan(put, areAtRoot ? put.path() : parent(put.path()));
        }
        return checkout.run();
    }

    private static Path parent(Path path) {
        return path.getParent() == null ? Path.of("") : path.getParent();
    }

    private void plan(Change.Put put, Path parent) throws IOException {
        OpenFolder folder = root.descend(Path.of(""));
        try {
            Path around = Path.of("");
            for (Path name : parent.toString().isEmpty() ? Path.of("/") : parent) {
                around = around.resolve(name);
                try (OpenFolder above = folder) {
                    folder = around(above, around);
                }
            }
            plan(put.node(), folder, parent);
        } catch (FileSystemException e) {
            skipped.add(obstacle(put.path(), root, e));
        } finally {
            folder.close();
        }
    }

    /// A folder around what is to be written: never one of another name that the file system takes for the same.
    private OpenFolder around(OpenFolder above, Path path) throws IOException {
        if (!made.contains(path)) {
            above.naming(path, () -> Files.createDirectory(above.path(path)));
            made.add(path);
        }
        return above.folder(path);
    }

    /// Folders are made at once, files are only listed.
    private void plan(Node node, OpenFolder parent, Path path) throws IOException {
        switch (node) {
            case Node.File file -> files.add(new FileToWrite(file, path));
            case Node.Folder folder -> {
                Path made = folder.name().in(parent.path());
                Path below = path.resolve(made.getFileName());
                try {
                    requireNameable(below);
                    parent.naming(made, () -> Files.createDirectory(made));
                } catch (IOException e) {
                    skipped.add(obstacle(below, parent, e));
                    return;
                }
                folderTimes.add(new FolderTime(below, folder.stat()));
                try (OpenFolder open = parent.folder(made)) {
                    for (Node child : (Iterable<Node>) folder.children()::iterator) {
                        plan(child, open, below);
                    }
                }
            }
            case Node.Opaque _ -> {
                // No file can stand for it.
            }
        }
    }

    /// What lies deeper than a path can be long can be made, folder by folder; but no program could open or delete it.
    private void requireNameable(Path path) throws FileSystemException {
        Path whole = root.shown().resolve(path);
        if (!DataVolume.isPath(whole)) {
            throw new FileSystemException(whole.toString(), null, Obstacle.TOO_LONG);
        }
    }

    private Result run() throws IOException {
        Progress progress = Progress.of("files written", files.size());
        int parts = Math.min(files.size(), PARTS);
        try {
            IntStream.range(0, parts).parallel()
                    .forEach(part -> write(files.subList(begin(part, parts), begin(part + 1, parts)), progress));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        skipped.addAll(shared.link(root));
        // Children before their parents, and all of them last: every file that is made gives its folder a new time.
        for (FolderTime time : folderTimes.reversed()) {
            try (OpenFolder parent = root.descend(parent(time.folder()))) {
                RestoredFile.setTime(parent.path(time.folder()), time.stat());
            }
        }
        DurableFiles.flushTree(root.path());
        return new Result(written.get(), bytes.get(), List.copyOf(skipped));
    }

    private int begin(int part, int parts) {
        return (int) ((long) files.size() * part / parts);
    }

    private void write(List<FileToWrite> part, Progress progress) {
        try (VerifiedObjects own = objects.copy()) {
            for (int i = 0; i < part.size();) {
                Path path = part.get(i).folder();
                try (OpenFolder folder = root.descend(path)) {
                    for (; i < part.size() && part.get(i).folder().equals(path); i++) {
                        write(part.get(i), folder, own);
                        progress.update(1);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(FileToWrite wanted, OpenFolder folder, VerifiedObjects own) throws IOException {
        Path name = wanted.file().name().in(folder.path());
        Path path = wanted.folder().resolve(name.getFileName());
        try {
            requireNameable(path);
            var file = new RestoredFile(wanted.file(), own);
            if (wanted.file().isLink()) {
                file.link(name, folder);
            } else if (!shared.isLater(wanted.file(), path)) {
                bytes.addAndGet(folder.naming(name, () -> file.write(name)));
            }
            written.incrementAndGet();
        } catch (IOException e) {
            skipped.add(obstacle(path, folder, e));
        }
    }

    /// Of a name that it refuses, the exFAT of FUSE says that there is no such file (`ENOENT`), although its folder is there.
    private static Obstacle obstacle(Path path, OpenFolder folder, IOException e) throws IOException {
        boolean isRefused = e instanceof NoSuchFileException
                && (int) Files.getAttribute(folder.path(), "unix:nlink") > 0;
        return Obstacle.of(path, isRefused ? new FileSystemException(path.toString(), null, "Invalid argument") : e);
    }
}
