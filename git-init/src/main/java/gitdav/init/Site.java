package gitdav.init;

import gitdav.volume.DataVolume;
import gitdav.volume.GitRemote;
import gitdav.volume.GitStore;
import gitdav.volume.RemoteException;
import gitdav.volume.RemoteOptions;
import gitdav.volume.Scrutiny;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What git-init works with: the data volume, the git store, and the remote. The store is opened when it is first needed,
/// since it may have to be replaced before anybody can.
final class Site implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    static final PersonIdent AUTHOR = new PersonIdent("git-init", "git-init@localhost");

    private final DataVolume volume;
    private final Path storeFolder;
    private final RemoteOptions options;
    private final Scrutiny scrutiny;
    private final boolean createRemote;
    private GitStore store;
    private GitRemote remote;
    private boolean asked;
    private RemoteException unreachable;

    /// @param createRemote whether to make the repository if the remote is a folder and is not there
    Site(DataVolume volume, Path storeFolder, RemoteOptions options, Scrutiny scrutiny,
            boolean createRemote) {
        this.volume = volume;
        this.storeFolder = storeFolder;
        this.options = options;
        this.scrutiny = scrutiny;
        this.createRemote = createRemote;
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

    /// How closely to look.
    Scrutiny scrutiny() {
        return scrutiny;
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
        if (!asked) {
            asked = true;
            if (createRemote && remote().createIfMissing()) {
                LOG.info("the remote was missing, and is now an empty repository");
            }
            try {
                remote().fetch(options.depth());
            } catch (RemoteException e) {
                unreachable = e;
            }
        }
        if (unreachable != null) {
            throw unreachable;
        }
        return store().remoteHead();
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
        asked = false;
        unreachable = null;
    }

    @Override
    public void close() {
        closeStore();
    }
}
