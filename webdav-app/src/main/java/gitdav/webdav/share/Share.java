package gitdav.webdav.share;

import gitdav.contract.VolumeLayout;
import gitdav.files.OpenFolder;
import gitdav.program.SettingsException;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Quota;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.lock.Lock;
import gitdav.webdav.lock.Locks;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.memory.MemoryBudget;
import gitdav.webdav.property.DeadProperties;
import gitdav.webdav.property.PropertyMoves;
import gitdav.webdav.protocol.SharePath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The users' files with all that belongs to them: what is where, what is known of it, who has locked it, and the changes
/// to any of this.
public final class Share implements AutoCloseable {

    private final Volume volume;
    private final List<OpenFolder> folders = new ArrayList<>();
    private final ReservedFolder reserved;
    private final ShareTree tree;
    private final Staging staging;
    private final Replacements replacements;
    private final DeadProperties properties;
    private final PropertyMoves propertyMoves;
    private final Locks locks;
    private final ChangeLock changes = new ChangeLock();
    private final Quota quota;
    private final GroupCommit groupCommit = new GroupCommit();
    private final AtomicLong version = new AtomicLong();

    private final MemoryBudget memory;

    private Share(Path root, Durability durability, OptionalLong limit, MemoryBudget memory, Set<String> hidden)
            throws IOException {
        this.memory = memory;
        volume = new Volume(root, durability);
        reserved = ReservedFolder.in(volume);
        tree = new ShareTree(volume, reserved, hidden);
        staging = new Staging(reservedFolder(VolumeLayout.UPLOADS), durability);
        replacements = new Replacements(reservedFolder(VolumeLayout.REPLACED), staging, durability);
        properties = new DeadProperties(reservedFolder(VolumeLayout.PROPERTIES), volume, staging);
        propertyMoves = new PropertyMoves(properties, reservedFolder(VolumeLayout.FOLLOWING), volume, staging);
        quota = new Quota(volume, limit);
        locks = Locks.open(reservedFolder(VolumeLayout.LOCKS), staging, durability, memory.locks());
    }

    private OpenFolder reservedFolder(String name) throws IOException {
        OpenFolder folder = reserved.folder(name);
        folders.add(folder);
        return folder;
    }

    /// Opens the data volume and settles what a killed process has left unfinished.
    ///
    /// @param limit how many bytes the users' files may have; nothing means what the disk has
    /// @param memory what the locks and the requests have their share of
    /// @param hidden names in the root that stand for something else: no file or folder is found there
    /// @throws SettingsException if the folder cannot be shared
    public static Share open(Path dataDir, Durability durability, OptionalLong limit, MemoryBudget memory,
            Set<String> hidden) throws IOException, SettingsException {
        if (!Files.isDirectory(dataDir) || !Files.isReadable(dataDir) || !Files.isWritable(dataDir)) {
            throw new SettingsException("DATA_DIR: '" + dataDir + "' is not a folder that this program (user "
                    + System.getProperty("user.name") + ") can read and write");
        }
        var share = new Share(dataDir.toRealPath(), durability, limit, memory, hidden);
        share.replacements.recover(share.tree);
        share.propertyMoves.recover();
        share.staging.clear();
        share.dropOrphanedLocks();
        durability.flush(share.reserved.folder());
        durability.flush(share.volume.root());
        return share;
    }

    /// Releases locks on nothing: what was there went before the server was killed.
    private void dropOrphanedLocks() throws IOException {
        for (Lock lock : locks.all()) {
            if (tree.find(lock.path()).isEmpty()) {
                locks.remove(lock);
            }
        }
    }

    /// What is where.
    public ShareTree tree() {
        return tree;
    }

    /// What the server has done before it says that a change is made.
    public Durability durability() {
        return volume.durability();
    }

    /// Where files come into being.
    public Staging staging() {
        return staging;
    }

    Replacements replacements() {
        return replacements;
    }

    /// What clients have noted about the files.
    public DeadProperties properties() {
        return properties;
    }

    PropertyMoves propertyMoves() {
        return propertyMoves;
    }

    /// Who has locked what.
    public Locks locks() {
        return locks;
    }

    /// An account for what a request makes us hold.
    public MemoryAccount requestMemory() {
        return new MemoryAccount(memory.requests());
    }

    /// How much more may be stored.
    public Quota quota() {
        return quota;
    }

    GroupCommit groupCommit() {
        return groupCommit;
    }

    /// Another number after every change that was made here.
    public long version() {
        return version.get();
    }

    /// To be called when a change has been made, before it is answered.
    void changed() {
        version.incrementAndGet();
    }

    /// Begins a change to anything; everybody else's has to wait until it is closed.
    public ShareChange change() {
        ChangeLock.Held lock = changes.ofAll();
        propertyMoves.settle();
        return new ShareChange(this, lock);
    }

    /// Lets go of the folders that are open, once the share is not used any more.
    @Override
    public void close() {
        folders.forEach(OpenFolder::close);
        reserved.close();
        volume.close();
    }

    /// Begins a change to one path that neither removes a folder nor concerns locks; other paths can be changed
    /// meanwhile.
    public ShareChange change(SharePath path) {
        return new ShareChange(this, changes.of(path));
    }
}
