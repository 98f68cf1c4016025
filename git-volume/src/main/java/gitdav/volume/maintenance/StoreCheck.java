package gitdav.volume.maintenance;

import gitdav.container.Failure;
import gitdav.volume.disk.DurableFiles;
import gitdav.volume.disk.FileStat;
import gitdav.volume.snapshot.FileIndex;
import gitdav.volume.snapshot.Known;
import gitdav.volume.snapshot.Scrutiny;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.TreeObjects;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds out whether a git store is whole: its few own files, and every object that its newest commits need. Nothing is
/// changed.
///
/// A quick check reads the objects in files that are new since the last check that found nothing; the file system says
/// which those are.
public final class StoreCheck {

    /// Made anew whenever the store has been found whole: its time is that of the check.
    private static final String STAMP = "gitdav-checked";

    /// How many commits a quick check reads whole.
    private static final int HISTORY = 100;

    private final GitStore store;
    private final Set<ObjectId> looseToRead = new HashSet<>();
    private final Set<String> packsToRead = new HashSet<>();
    private final boolean readAll;
    private boolean nothingNew = true;

    private StoreCheck(GitStore store, boolean readAll) {
        this.store = store;
        this.readAll = readAll;
    }

    /// What is wrong with the store, if anything.
    ///
    /// @param folder where it is; nothing is wrong if nothing is there
    /// @param scrutiny [Scrutiny#FULL] to read every object
    /// @throws IOException if the disk cannot be read at all
    public static Optional<String> damage(Path folder, String branch, Scrutiny scrutiny) throws IOException {
        if (Files.notExists(folder.resolve(Constants.HEAD)) && Files.notExists(folder.resolve("objects"))
                && Files.notExists(folder.resolve(StoreRepair.NOTE))) {
            return Optional.empty();
        }
        Optional<String> broken = ownFiles(folder, branch);
        if (broken.isPresent()) {
            return broken;
        }
        // Whatever JGit makes of what is broken: it throws many things, and not all of them say what it is.
        try (GitStore store = GitStore.open(folder, branch)) {
            return new StoreCheck(store, scrutiny == Scrutiny.FULL).objects();
        } catch (UncheckedIOException e) {
            return Optional.of(Failure.reason(e.getCause()));
        } catch (IOException e) {
            return Optional.of(Failure.reason(e));
        } catch (RuntimeException e) {
            return Optional.of(e.toString());
        }
    }

    /// Makes sure that the commit can be understood: its folders, and their times.
    ///
    /// @throws IOException if something of it is missing or broken
    public static void read(GitStore store, ObjectId commit) throws IOException {
        Known.committed(store, store.tree(commit));
    }

    /// Notes that every object in the store is known to be whole: they were just checked, or have just arrived.
    public static void passed(GitStore store) throws IOException {
        DurableFiles.write(store.folder().resolve(STAMP), "");
    }

    /// JGit takes much of what is lost here for a repository that is still empty.
    private static Optional<String> ownFiles(Path folder, String branch) throws IOException {
        if (Files.exists(folder.resolve(StoreRepair.NOTE))) {
            return Optional.of("its repair was not finished");
        }
        for (String needed : List.of("objects", "refs")) {
            if (!Files.isDirectory(folder.resolve(needed))) {
                return Optional.of("its folder " + needed + " is missing");
            }
        }
        if (!text(folder.resolve(Constants.HEAD)).orElse("").startsWith("ref: refs/heads/")) {
            return Optional.of("its HEAD is broken");
        }
        for (String ref : List.of(Constants.R_HEADS + branch, Constants.R_REMOTES + "origin/" + branch)) {
            Optional<String> text = text(folder.resolve(ref));
            if (text.isPresent() && !text.get().matches("[0-9a-f]{40}\\n?")) {
                return Optional.of("its " + ref + " is broken");
            }
        }
        if (!text(folder.resolve("shallow")).orElse("").matches("([0-9a-f]{40}\\n)*")) {
            return Optional.of("its shallow is broken");
        }
        Optional<String> packed = text(folder.resolve(Constants.PACKED_REFS));
        if (packed.isPresent() && !packed.get().matches("(#.*\\n|\\^?[0-9a-f]{40}.*\\n)+")) {
            return Optional.of("its packed-refs is broken");
        }
        return Optional.empty();
    }

    private Optional<String> objects() throws IOException {
        Optional<ObjectId> head = store.head();
        if (head.isEmpty() && Files.exists(store.folder().resolve(FileIndex.FILE))) {
            // The index was written with the first commit, and ever since.
            return Optional.of("its branch " + store.branch() + " is lost");
        }
        store.volumeId();
        List<ObjectId> newest = Stream.of(head, store.remoteHead()).flatMap(Optional::stream).distinct().toList();
        try (var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            for (ObjectId commit : newest) {
                objects.read(commit, Constants.OBJ_COMMIT);
            }
            findNewFiles();
            if (readAll || !nothingNew) {
                var named = new TreeObjects(objects);
                for (ObjectId tree : treesOfHistory(newest)) {
                    named.add(tree);
                }
                check(named.contents(), objects);
            }
            return Optional.empty();
        }
    }

    /// Every commit is read, and of the newest ones everything that they hold: a push needs more than the newest.
    private List<ObjectId> treesOfHistory(List<ObjectId> newest) throws IOException {
        var trees = new ArrayList<ObjectId>();
        try (var walk = new RevWalk(store.repository())) {
            for (ObjectId commit : newest) {
                trees.add(store.tree(commit));
                walk.markStart(walk.parseCommit(commit));
            }
            for (RevCommit commit; (commit = walk.next()) != null;) {
                if (readAll || trees.size() < HISTORY) {
                    trees.add(commit.getTree().copy());
                }
            }
        }
        return trees;
    }

    private void check(Set<ObjectId> contents, VerifiedObjects objects) throws IOException {
        var toRead = new ArrayList<ObjectId>();
        for (ObjectId content : contents) {
            if (isToBeRead(content)) {
                toRead.add(content);
            } else if (!objects.has(content)) {
                throw new MissingObjectException(content, Constants.OBJ_BLOB);
            }
        }
        toRead.parallelStream().forEach(content -> {
            try (VerifiedObjects own = objects.copy()) {
                own.copy(content, OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private boolean isToBeRead(ObjectId id) throws IOException {
        if (readAll || looseToRead.contains(id)) {
            return true;
        }
        for (Pack pack : ((ObjectDirectory) store.repository().getObjectDatabase()).getPacks()) {
            if (packsToRead.contains(pack.getPackName()) && pack.hasObject(id)) {
                return true;
            }
        }
        return false;
    }

    private void findNewFiles() throws IOException {
        Path stamp = store.folder().resolve(STAMP);
        long lastCheck = Files.exists(stamp) ? FileStat.of(stamp).changed() : FileStat.NO_TIME;
        Path objects = store.folder().resolve("objects");
        try (Stream<Path> everything = Files.walk(objects)) {
            for (Path path : (Iterable<Path>) everything::iterator) {
                FileStat stat = FileStat.of(path);
                if (stat.changed() >= lastCheck) {
                    nothingNew = false;
                    if (stat.isFile()) {
                        isNew(objects.relativize(path));
                    }
                }
            }
        }
    }

    private void isNew(Path file) {
        String name = file.toString().replace("/", "");
        if (ObjectId.isId(name)) {
            looseToRead.add(ObjectId.fromString(name));
        }
        String pack = file.getFileName().toString();
        if (pack.startsWith("pack-") && pack.contains(".")) {
            packsToRead.add(pack.substring("pack-".length(), pack.indexOf('.')));
        }
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
