package gitdav.remote;

import gitdav.files.DurableFiles;
import gitdav.files.FileTree;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import gitdav.volume.store.Reach;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Fetches the older versions that a store lacks because its history is cut off.
///
/// While git fetches them into a repository, that says that it has them before it has. So they come into a repository of
/// their own, in the scratch folder of the store; only when all of them are there, their packs move into the store, and
/// after that the end of its history. Given up or killed at any moment, the store is what it was.
///
/// [#giveUp] may be called by another thread, the rest by one alone. Needs what keeps the store from being tidied up.
public final class OlderVersions {

    private static final Logger LOG = LoggerFactory.getLogger(OlderVersions.class);

    private final GitStore store;
    private final RemoteOptions remotes;
    private GitRemote running;
    private boolean givenUp;

    /// @param store to fetch into
    public OlderVersions(GitStore store, RemoteOptions remotes) {
        this.store = store;
        this.remotes = remotes;
    }

    /// Fetches so that the store has at least so many commits on each way back from the remote's newest.
    ///
    /// @param depth the number; [History#WHOLE] for all
    /// @return whether the store has older versions now than before; if not, the remote has no more
    /// @throws RemoteException if the remote cannot be reached, or another thread has given it up
    public boolean fetch(int depth) throws IOException {
        Optional<ObjectId> newest = store.remoteHead();
        if (newest.isEmpty() || !store.history().isShallow()) {
            return false;
        }
        try {
            return fetch(depth, newest.get(), !remotes.alwaysBringsAll());
        } catch (RemoteException e) {
            if (!isMisunderstood(e)) {
                throw e;
            }
            // With git's oldest protocol, which many servers speak over SSH, JGit does not understand where the history ends
            // once it has named 64 commits of its own. So it names none, and gets again what is here.
            LOG.debug("to be fetched without what is here", e);
            return fetch(depth, newest.get(), false);
        }
    }

    private static boolean isMisunderstood(Throwable failure) {
        return failure instanceof PackProtocolException
                || (failure.getCause() != null && isMisunderstood(failure.getCause()));
    }

    private boolean fetch(int depth, ObjectId newest, boolean withWhatIsThere) throws IOException {
        Path scratch = store.scratch().resolve("older-" + UUID.randomUUID());
        Files.createDirectories(scratch);
        try (GitStore apart = GitStore.open(scratch, store.branch())) {
            Reach before = Reach.of(store, newest);
            if (withWhatIsThere) {
                beginWithWhatIsThere(apart, newest);
            }
            try (GitRemote remote = begin(apart)) {
                remote.deepen(depth);
            } finally {
                end();
            }
            return take(apart, before);
        } finally {
            FileTree.delete(scratch);
        }
    }

    private void beginWithWhatIsThere(GitStore apart, ObjectId newest) throws IOException {
        Path info = Files.createDirectories(apart.folder().resolve("objects/info"));
        Files.writeString(info.resolve("alternates"), store.folder().resolve("objects") + "\n");
        apart.repository().getObjectDatabase().setShallowCommits(store.history().cutOff());
        apart.rememberRemote(newest);
    }

    private synchronized GitRemote begin(GitStore apart) throws IOException {
        running = remotes.remote(apart, store.folder());
        if (givenUp) {
            running.giveUp();
        }
        return running;
    }

    private synchronized void end() {
        running = null;
    }

    /// Gives up the fetch that is running, and every later one until [#resume].
    public synchronized void giveUp() {
        givenUp = true;
        if (running != null) {
            running.giveUp();
        }
    }

    /// Allows fetches again.
    public synchronized void resume() {
        givenUp = false;
    }

    /// Takes over what has come. First the objects, then the end of the history: so nothing ever lacks what it names.
    private boolean take(GitStore apart, Reach before) throws IOException {
        Optional<ObjectId> newest = apart.remoteHead();
        if (newest.isEmpty()) {
            return false;
        }
        Set<ObjectId> theirs = apart.history().cutOff();
        Set<ObjectId> there = Reach.of(apart, newest.get()).commits();
        Set<ObjectId> ends = new HashSet<>(before.cutOff());
        ends.removeIf(end -> there.contains(end) && !theirs.contains(end));
        // If the remote has moved on meanwhile, it counts from there, and leaves out what the store has.
        theirs.stream().filter(end -> !before.commits().contains(end)).forEach(ends::add);
        // Another fetch may have brought all of it meanwhile.
        boolean isAsBefore = store.history().cutOff().equals(before.cutOff());
        if (!isAsBefore || ends.equals(before.cutOff())) {
            return !isAsBefore;
        }
        Path from = apart.folder().resolve("objects");
        DurableFiles.flushTree(from);
        for (Path file : objects(from)) {
            Path to = store.folder().resolve("objects").resolve(from.relativize(file));
            if (Files.notExists(to)) {
                Files.createDirectories(to.getParent());
                DurableFiles.move(file, to);
            }
        }
        store.repository().getObjectDatabase().setShallowCommits(ends);
        DurableFiles.flush(store.folder());
        return true;
    }

    /// The index of a pack last: it is what makes the pack known.
    private static List<Path> objects(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> !file.startsWith(folder.resolve("info")))
                    .sorted(Comparator.comparing((Path file) -> file.toString().endsWith(".idx"))).toList();
        }
    }
}
