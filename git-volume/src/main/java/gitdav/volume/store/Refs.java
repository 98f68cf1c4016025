package gitdav.volume.store;

import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

import java.io.IOException;
import java.util.Optional;

/// The names that commits have in a repository (git's *refs*): branches, and notes of our own.
record Refs(Repository repository) {

    /// The commit of that name, if there is one.
    Optional<ObjectId> read(String name) throws IOException {
        return Optional.ofNullable(repository.exactRef(name)).map(Ref::getObjectId);
    }

    /// Gives the name to a commit, whatever had it before.
    void set(String name, ObjectId commit) throws IOException {
        RefUpdate update = repository.updateRef(name);
        update.setForceUpdate(true);
        move(update, commit);
    }

    /// Gives the name to a commit that comes after the one that has it.
    ///
    /// @param from the one that has it; empty if there must be none
    /// @throws IOException if another one has it, or the new one does not come after that; nothing has changed then
    void advance(String name, Optional<ObjectId> from, ObjectId to, String reason) throws IOException {
        RefUpdate update = repository.updateRef(name);
        update.setExpectedOldObjectId(from.orElse(ObjectId.zeroId()));
        update.setRefLogMessage(reason, false);
        move(update, to);
    }

    /// Gives the name to a commit that has nothing to do with the one that has it.
    ///
    /// @throws IOException if another one has it; nothing has changed then
    void replace(String name, ObjectId from, ObjectId to, String reason) throws IOException {
        RefUpdate update = repository.updateRef(name);
        update.setExpectedOldObjectId(from);
        update.setForceUpdate(true);
        update.setRefLogMessage(reason, false);
        move(update, to);
    }

    private void move(RefUpdate update, ObjectId to) throws IOException {
        update.setNewObjectId(to);
        RefUpdate.Result result = update.update();
        switch (result) {
            case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> {
            }
            default -> throw new IOException("cannot move " + update.getName() + " in " + repository.getDirectory()
                    + " to " + to.name() + ": " + result + "; is another gitdav using this store?");
        }
    }

    /// Takes the name away; does nothing if no commit has it.
    void delete(String name) throws IOException {
        RefUpdate update = repository.updateRef(name);
        update.setForceUpdate(true);
        RefUpdate.Result result = update.delete();
        if (result != RefUpdate.Result.FORCED && result != RefUpdate.Result.NEW) {
            throw new IOException("cannot delete " + name + " in " + repository.getDirectory() + ": " + result);
        }
    }
}
