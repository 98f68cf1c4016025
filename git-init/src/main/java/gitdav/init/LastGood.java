package gitdav.init;

import gitdav.program.Failure;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The newest version that is whole: everything in it could be read, and was what its name says.
///
/// @param commit has the files of that version; it is new if newer ones had to be skipped, and comes after them
/// @param result what reading it was for
record LastGood<T>(ObjectId commit, T result) {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    /// Something that needs all of a commit.
    interface Use<T> {

        /// Reads it.
        ///
        /// @throws MissingObjectException if the commit is not whole
        /// @throws CorruptObjectException if the commit is not whole
        T of(ObjectId commit) throws IOException;
    }

    /// Walks back from the newest version until one is whole.
    ///
    /// @throws IOException if none is
    static <T> LastGood<T> find(InitContext context, ObjectId newest, Use<T> use) throws IOException {
        GitStore store = context.store();
        ObjectId commit = newest;
        while (true) {
            try {
                // Who pushes after a version that was skipped must not seem to have never seen it.
                ObjectId next = commit.equals(newest) ? commit : revert(store, newest, commit);
                var good = new LastGood<>(next, use.of(next));
                if (!commit.equals(newest)) {
                    LOG.info("back to commit {}{}", commit.abbreviate(10).name(), comparedToProven(store, commit));
                }
                return good;
            } catch (MissingObjectException | CorruptObjectException e) {
                LOG.warn("skipped commit {}: {}", commit.abbreviate(10).name(), Failure.reason(e));
                commit = before(context, commit, e);
            }
        }
    }

    /// What git-backup's VERIFY_BACKUP, if anything, says about it.
    private static String comparedToProven(GitStore store, ObjectId commit) {
        try {
            Optional<ObjectId> proven = store.proven();
            return proven.isPresent() ? comparedTo(proven.get(), store, commit) : "";
        } catch (IOException unknown) {
            return "";
        }
    }

    private static String comparedTo(ObjectId proven, GitStore store, ObjectId commit) throws IOException {
        String what = ", the newest version that VERIFY_BACKUP has proven";
        String name = proven.abbreviate(10).name();
        if (proven.equals(commit)) {
            return what;
        } else if (store.history().isAncestor(proven, commit)) {
            return ", newer than " + name + what;
        }
        return store.history().isAncestor(commit, proven) ? ", older than " + name + what : "";
    }

    /// Writes a commit with the files of an older one, that comes after the newest. No branch has it yet.
    private static ObjectId revert(GitStore store, ObjectId newest, ObjectId older) throws IOException {
        String message = "Back to " + older.abbreviate(10).name() + ": what came after it is damaged\n";
        return store.write(store.tree(older), List.of(newest), InitContext.author(), message);
    }

    private static ObjectId before(InitContext context, ObjectId commit, IOException broken) throws IOException {
        Optional<ObjectId> parent = context.store().history().parent(commit);
        if (parent.isEmpty() && context.store().history().isShallow()) {
            context.remote().fetch(History.WHOLE);
            parent = context.store().history().parent(commit);
        }
        return parent.orElseThrow(() -> new IOException("no version of the backup is whole", broken));
    }
}
