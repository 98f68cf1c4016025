package gitdav.volume.maintenance;

import gitdav.program.Failure;
import gitdav.volume.snapshot.Baseline;
import gitdav.volume.snapshot.FileIndex;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.store.BranchChange;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.TreeObjects;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.CoreConfig;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds out whether a git store is whole: its few own files, and every object that its newest commits need. Nothing is
/// changed.
///
/// A quick check reads the objects that are new since the last check that found nothing.
public final class StoreCheck {

    /// How many commits a quick check reads whole.
    private static final int HISTORY = 100;

    private final GitStore store;
    private final boolean readAll;

    private StoreCheck(GitStore store, boolean readAll) {
        this.store = store;
        this.readAll = readAll;
    }

    /// What is wrong with the store, if anything.
    ///
    /// @param folder where it is; nothing is wrong if nothing is there
    /// @param readPolicy [ReadPolicy#FULL] to read every object
    /// @throws IOException if the disk cannot be read at all
    public static Optional<String> damage(Path folder, String branch, ReadPolicy readPolicy) throws IOException {
        if (!StoreFiles.areThere(folder)) {
            return Optional.empty();
        }
        Optional<String> broken = StoreFiles.damage(folder, branch);
        if (broken.isPresent()) {
            return broken;
        }
        // Whatever JGit makes of what is broken: it throws many things, and not all of them say what it is.
        try (GitStore store = GitStore.open(folder, branch)) {
            return new StoreCheck(store, readPolicy == ReadPolicy.FULL).objects();
        } catch (UncheckedIOException e) {
            return Optional.of(Failure.reason(e.getCause()));
        } catch (IOException e) {
            return Optional.of(Failure.reason(e));
        } catch (RuntimeException e) {
            return Optional.of(e.toString());
        }
    }

    /// Whether the store has another branch than this one, and is whole as far as so quick a look shows.
    ///
    /// @param folder where it is, if it is there
    public static Optional<BranchChange> branchChange(Path folder, String branch) throws IOException {
        if (!StoreFiles.areThere(folder) || StoreFiles.damage(folder, branch).isPresent()) {
            return Optional.empty();
        }
        try (GitStore store = GitStore.open(folder, branch)) {
            return store.branchChange();
        } catch (IOException | RuntimeException damaged) {
            return Optional.empty();
        }
    }

    /// Makes sure that the commit can be understood: its folders, and their times.
    ///
    /// @throws IOException if something of it is missing or broken
    public static void read(GitStore store, ObjectId commit) throws IOException {
        Baseline.committed(store, store.tree(commit));
    }

    /// Notes that every object in the store is known to be whole: they were just checked, or have just arrived.
    public static void passed(GitStore store) throws IOException {
        NewObjects.forget(store);
    }

    private Optional<String> objects() throws IOException {
        Optional<ObjectId> head = store.head();
        if (head.isEmpty() && Files.exists(store.folder().resolve(FileIndex.FILE))) {
            // The index was written with the first commit, and ever since.
            return Optional.of("its branch " + store.branch() + " is lost");
        }
        // JGit asks for it at every commit, and gives up if a bit has made a word of it that it does not know.
        store.repository().getConfig().getEnum(ConfigConstants.CONFIG_CORE_SECTION, null,
                ConfigConstants.CONFIG_KEY_LOGALLREFUPDATES, CoreConfig.LogRefUpdates.FALSE);
        store.volumeId();
        List<ObjectId> newest = Stream.of(head, store.remoteHead()).flatMap(Optional::stream).distinct().toList();
        try (var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            for (ObjectId commit : newest) {
                objects.read(commit, Constants.OBJ_COMMIT);
            }
            NewObjects fresh = NewObjects.of(store);
            if (readAll || !fresh.isEmpty()) {
                var named = new TreeObjects(objects);
                for (ObjectId tree : treesOfHistory(newest)) {
                    named.add(tree);
                }
                check(named.contents(), fresh, objects);
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

    private void check(Set<ObjectId> contents, NewObjects fresh, VerifiedObjects objects) throws IOException {
        var toRead = new ArrayList<ObjectId>();
        for (ObjectId content : contents) {
            if (readAll || fresh.contains(content)) {
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
}
