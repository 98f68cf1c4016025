package gitdav.volume.restore;

import gitdav.files.DurableFiles;
import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
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
    private final Queue<FileToWrite> otherNames = new ConcurrentLinkedQueue<>();
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
    private record FileToWrite(Node.File file, Path folder) {

        /// Relative to the root.
        Path path(OpenFolder open) throws IOException {
            return folder.resolve(file.name().in(open.path()).getFileName());
        }
    }

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
            skipped.add(Obstacle.of(put.path(), e));
        } finally {
            folder.close();
        }
    }

    /// A folder around what is to be written: never one of another name that the file system takes for the same.
    private OpenFolder around(OpenFolder above, Path path) throws IOException {
        if (!made.contains(path)) {
            RefusedName.naming(above, path, () -> Files.createDirectory(above.path(path)));
            made.add(path);
        }
        return RefusedName.naming(above, path, () -> above.folder(path));
    }

    /// Folders are made at once, files are only listed.
    private void plan(Node node, OpenFolder parent, Path path) throws IOException {
        switch (node) {
            case Node.File file -> files.add(new FileToWrite(file, path));
            case Node.Folder folder -> {
                Path below = path.resolve(folder.name().in(parent.path()).getFileName());
                try {
                    RefusedName.requireShort(root.shown().resolve(below));
                    RefusedName.naming(parent, below, () -> Files.createDirectory(parent.path(below)));
                } catch (IOException e) {
                    skipped.add(Obstacle.of(below, e));
                    return;
                }
                folderTimes.add(new FolderTime(below, folder.stat()));
                try (OpenFolder open = RefusedName.naming(parent, below, () -> parent.folder(below))) {
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

    private Result run() throws IOException {
        Progress progress = Progress.of("files written", files.size());
        int parts = Math.min(files.size(), PARTS);
        try {
            IntStream.range(0, parts).parallel()
                    .forEach(part -> write(files.subList(begin(part, parts), begin(part + 1, parts)), progress));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (FileToWrite other : otherNames) {
            try (OpenFolder folder = root.descend(other.folder())) {
                write(other.file(), other.path(folder), folder, objects);
            }
        }
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
                        FileToWrite wanted = part.get(i);
                        Path file = wanted.path(folder);
                        if (shared.isFirst(wanted.file(), file)) {
                            write(wanted.file(), file, folder, own);
                        } else {
                            otherNames.add(wanted);
                        }
                        progress.update(1);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Node.File file, Path path, OpenFolder folder, VerifiedObjects own) throws IOException {
        try {
            RefusedName.requireShort(root.shown().resolve(path));
            bytes.addAndGet(RefusedName.naming(folder, path, () -> make(file, path, folder, own)));
            written.incrementAndGet();
        } catch (IOException e) {
            shared.notWritten(file, path);
            skipped.add(Obstacle.of(path, e));
        }
    }

    /// @return the bytes that it takes
    private long make(Node.File file, Path path, OpenFolder folder, VerifiedObjects own) throws IOException {
        Path name = folder.path(path);
        if (file.isLink()) {
            new RestoredFile(file, own).link(name, folder);
            return 0;
        }
        if (shared.isFirst(file, path)) {
            return new RestoredFile(file, own).write(name);
        }
        shared.link(file, root, name);
        return 0;
    }
}
