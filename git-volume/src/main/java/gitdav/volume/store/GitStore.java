package gitdav.volume.store;

import gitdav.files.FileTree;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The local git directory, a bare repository on a volume of its own.
///
/// Its branch is the state of the data volume as last restored or backed up; its remote-tracking branch is what the
/// remote was last seen to have. Any git can read it: `git --git-dir /git log`.
public final class GitStore implements AutoCloseable {

    static {
        IsolatedSystemReader.install();
    }

    /// The folder in a store for what a repair has set aside. Nothing else ever touches it.
    public static final String SET_ASIDE = "set-aside";

    private static final String PROVEN = "refs/gitdav/proven";

    private final Repository repository;
    private final Refs refs;
    private final Path folder;
    private final String branch;

    private GitStore(Repository repository, Path folder, String branch) {
        this.repository = repository;
        this.refs = new Refs(repository);
        this.folder = folder;
        this.branch = branch;
    }

    /// Opens the store; makes an empty one if there is none.
    ///
    /// @param branch the branch's short name, such as `main`
    public static GitStore open(Path folder, String branch) throws IOException {
        Repository repository = repository(folder);
        if (!repository.getObjectDatabase().exists()) {
            NewStore.make(repository, folder, branch);
        }
        return new GitStore(repository, folder, branch);
    }

    /// Opens a store for what can still be read of it. A configuration that is broken is put out of the way: nothing of
    /// value is in there.
    public static GitStore openDamaged(Path folder, String branch) throws IOException {
        try {
            return new GitStore(repository(folder), folder, branch);
        } catch (IOException | RuntimeException brokenConfig) {
            Files.move(folder.resolve(Constants.CONFIG), folder.resolve("config.broken"),
                    StandardCopyOption.REPLACE_EXISTING);
            return new GitStore(repository(folder), folder, branch);
        }
    }

    private static Repository repository(Path folder) throws IOException {
        return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    }

    /// The repository, for reading and writing objects.
    public Repository repository() {
        return repository;
    }

    /// What takes many objects into the store at once.
    public ParallelPackInserter newInserter() {
        return new ParallelPackInserter((ObjectDirectory) repository.getObjectDatabase());
    }

    /// The folder that holds the store.
    public Path folder() {
        return folder;
    }

    /// A folder for what is only for a while, of any size. Who uses it deletes it; if that process is killed, the next one
    /// does.
    public Path scratch() {
        return folder.resolve(LeftOvers.SCRATCH);
    }

    /// The newest commit of the volume, if there is any.
    public Optional<ObjectId> head() throws IOException {
        return refs.read(localRef());
    }

    /// The newest commit that the remote was last seen to have, if any.
    public Optional<ObjectId> remoteHead() throws IOException {
        return refs.read(trackingRef());
    }

    /// If the store has commits, and none of this branch: those are another's.
    public Optional<BranchChange> branchChange() throws IOException {
        Optional<Ref> made = Optional.ofNullable(repository.exactRef(Constants.HEAD))
                .filter(head -> head.isSymbolic() && head.getObjectId() != null).map(Ref::getTarget);
        return head().isPresent()
                ? Optional.empty()
                : made.map(other -> new BranchChange(Repository.shortenRefName(other.getName()), branch));
    }

    /// How many commits the volume has that the remote was last seen not to have.
    public int unpushed() throws IOException {
        Optional<ObjectId> head = head();
        return head.isEmpty() ? 0 : history().countSince(remoteHead(), head.get());
    }

    /// How many bytes the store takes on its disk.
    public long size() throws IOException {
        return FileTree.size(folder);
    }

    /// The newest commit that was found whole in a clone of the remote, if any.
    public Optional<ObjectId> proven() throws IOException {
        return refs.read(PROVEN);
    }

    /// Notes that a clone of the remote has been found whole, up to this commit.
    public void proven(ObjectId commit) throws IOException {
        refs.set(PROVEN, commit);
    }

    /// When the newest commit was made, if there is any.
    public Optional<Instant> headTime() throws IOException {
        Optional<ObjectId> head = head();
        return head.isEmpty() ? Optional.empty() : Optional.of(history().time(head.get()));
    }

    /// Notes what the remote has.
    public void rememberRemote(ObjectId newest) throws IOException {
        refs.set(trackingRef(), newest);
    }

    /// Forgets what the remote was last seen to have.
    public void forgetRemote() throws IOException {
        refs.delete(trackingRef());
    }

    /// The files' root tree in the newest commit, if there is any.
    public Optional<ObjectId> headTree() throws IOException {
        Optional<ObjectId> head = head();
        if (head.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(tree(head.get()));
    }

    /// The files' root tree in the commit.
    public ObjectId tree(ObjectId commit) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return walk.parseCommit(commit).getTree().copy();
        }
    }

    /// Commits the tree on top of the newest commit, and makes it the newest.
    ///
    /// @return the commit
    public ObjectId commit(ObjectId tree, PersonIdent author, String message) throws IOException {
        Optional<ObjectId> parent = head();
        ObjectId id = write(tree, parent.stream().toList(), author, message);
        advance(parent, id, "commit");
        return id;
    }

    /// Writes a commit that no branch has yet.
    public ObjectId write(ObjectId tree, List<ObjectId> parents, PersonIdent author, String message)
            throws IOException {
        return CommitWriter.write(repository, tree, parents, author, message);
    }

    /// Moves the branch to the commit, unless it has moved meanwhile.
    ///
    /// @param from where the branch must be now; empty if it must not exist
    /// @throws IOException if it is elsewhere; nothing has changed then
    public void advance(Optional<ObjectId> from, ObjectId to, String reason) throws IOException {
        refs.advance(localRef(), from, to, reason);
    }

    /// Moves the branch to a commit that does not come after the one where it is: its history was rewritten.
    ///
    /// @throws IOException if the branch has moved meanwhile; nothing has changed then
    public void replaceHistory(ObjectId from, ObjectId to, String reason) throws IOException {
        refs.replace(localRef(), from, to, reason);
    }

    /// Continues the history that the remote was last seen to have, if it has any: for a store that is new, or was lost.
    public void takeRemoteHistory() throws IOException {
        Optional<ObjectId> newest = remoteHead();
        if (newest.isPresent()) {
            advance(head(), newest.get(), "history taken from the remote");
        }
    }

    /// Whether the store holds the commit.
    public boolean has(ObjectId commit) throws IOException {
        return repository.getObjectDatabase().has(commit);
    }

    /// How the store's commits belong together.
    public History history() {
        return new History(repository);
    }

    /// The id of the data volume that this store belongs to, if it was ever bound to one.
    ///
    /// @throws IOException if what says so is damaged
    public Optional<UUID> volumeId() throws IOException {
        return new VolumeBinding(folder).volumeId();
    }

    /// Binds the store to the data volume that carries this id in its marker.
    public void bind(UUID volumeId) throws IOException {
        new VolumeBinding(folder).bind(volumeId);
    }

    /// The branch's short name.
    public String branch() {
        return branch;
    }

    /// The branch's name in the store and in the remote.
    public String localRef() {
        return Constants.R_HEADS + branch;
    }

    /// The name under which the store remembers what the remote has.
    public String trackingRef() {
        return Constants.R_REMOTES + "origin/" + branch;
    }

    @Override
    public void close() {
        repository.close();
    }
}
