package gitdav.init;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// What git-init works with: the data volume, the git store, and the remote. The store is opened when it is first needed,
/// since it may have to be replaced first.
final class InitContext implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InitContext.class);

    private final DataVolume volume;
    private final Path storeFolder;
    private final RemoteOptions options;
    private final ReadPolicy readPolicy;
    private final boolean createRemote;
    private final Optional<WantedVersion> wanted;
    private GitStore store;
    private GitRemote remote;
    private FutureTask<Optional<ObjectId>> answer;
    private Optional<Snapshot> seen = Optional.empty();
    private boolean isTriedAgain;

    /// @param createRemote whether to make the repository if the remote is a folder and is not there
    /// @param wanted the version that RESTORE_AT asks for, if any
    InitContext(DataVolume volume, Path storeFolder, RemoteOptions options, ReadPolicy readPolicy,
            boolean createRemote, Optional<WantedVersion> wanted) {
        this.volume = volume;
        this.storeFolder = storeFolder;
        this.options = options;
        this.readPolicy = readPolicy;
        this.createRemote = createRemote;
        this.wanted = wanted;
    }

    /// The author of a commit that is made now.
    static PersonIdent author() {
        return new PersonIdent("git-init", "git-init@localhost");
    }

    DataVolume volume() {
        return volume;
    }

    Path storeFolder() {
        return storeFolder;
    }

    String branch() {
        return options.branch();
    }

    /// The version that RESTORE_AT asks for, if any.
    Optional<WantedVersion> wanted() {
        return wanted;
    }

    /// How closely to look.
    ReadPolicy readPolicy() {
        return readPolicy;
    }

    GitStore store() throws IOException {
        if (store == null) {
            store = GitStore.open(storeFolder, options.branch());
        }
        return store;
    }

    GitRemote remote() throws IOException {
        if (remote == null) {
            remote = options.remote(store());
        }
        return remote;
    }

    /// Brings what the remote has into the store, once. A remote that is not there is asked only once, too.
    ///
    /// @return the newest commit of the remote
    /// @throws RemoteException if it could not be asked
    Optional<ObjectId> askRemote() throws IOException {
        beginAskingRemote();
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException mistake -> throw mistake;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the remote was asked");
        }
    }

    /// The same in a thread of its own. The answer has to be waited for by [#askRemote].
    void beginAskingRemote() throws IOException {
        if (answer == null) {
            GitRemote asked = remote();
            answer = new FutureTask<>(() -> ask(asked));
            Thread.ofPlatform().name("remote").daemon().start(answer);
        }
    }

    private Optional<ObjectId> ask(GitRemote asked) throws IOException {
        if (createRemote && asked.createIfMissing()) {
            LOG.info("the remote was missing, and is now an empty repository");
        }
        return asked.fetch(options.depth());
    }

    /// Notes what a remedy has seen of the volume when all was done, and all of it was as it is committed.
    void see(Snapshot snapshot) {
        seen = Optional.of(snapshot);
    }

    /// What that was, for the very next inspection: the next remedy may change it.
    Optional<Snapshot> takeSeen() {
        Optional<Snapshot> last = seen;
        seen = Optional.empty();
        return last;
    }

    /// Whether what the volume has not taken was tried again at this start.
    boolean isTriedAgain() {
        return isTriedAgain;
    }

    /// Notes that it was.
    void setTriedAgain() {
        isTriedAgain = true;
    }

    /// Lets go of the store, so that it can be replaced; the remote will have to be asked again.
    void closeStore() {
        if (remote != null) {
            remote.close();
        }
        if (store != null) {
            store.close();
        }
        remote = null;
        store = null;
        answer = null;
    }

    @Override
    public void close() {
        closeStore();
    }
}
