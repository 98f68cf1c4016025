package gitdav.volume.remote;

import gitdav.files.DurableFiles;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.TreeObjects;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.storage.pack.PackConfig;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The fetches that are most frequent, from a repository in a folder of this machine, without the server that JGit would
/// be as well, in the same process: nothing new, and the newest commit alone for a store that is empty.
///
/// Objects are copied into one pack as they are stored, and not unpacked: checksums tell whether each is what was once
/// stored, and whoever uses it verifies it.
final class FolderFetch {

    private static final int BUFFER = 1 << 16;

    private final Repository remote;
    private final GitStore store;
    private final ProgressMonitor progress;

    private FolderFetch(Repository remote, GitStore store, ProgressMonitor progress) {
        this.remote = remote;
        this.store = store;
        this.progress = progress;
    }

    /// Fetches, if it is one of those.
    ///
    /// @param newestOnly whether the store is empty and to get a single commit
    /// @return false if it is not, or the folder is not such a repository; then nothing has been done
    /// @throws CorruptObjectException if the repository is damaged
    /// @throws MissingObjectException if the repository is damaged
    static boolean run(Path folder, GitStore store, boolean newestOnly, ProgressMonitor progress) throws IOException {
        try (Repository remote = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build()) {
            Ref branch = remote.exactRef(store.localRef());
            if (branch == null || branch.getObjectId() == null) {
                return false;
            }
            ObjectId newest = branch.getObjectId();
            if (newestOnly) {
                new FolderFetch(remote, store, progress).take(newest);
            }
            return newestOnly || store.remoteHead().equals(Optional.of(newest));
        }
    }

    private void take(ObjectId newest) throws IOException {
        try (ObjectReader reader = remote.newObjectReader(); RevWalk walk = new RevWalk(reader)) {
            RevCommit commit = walk.parseCommit(newest);
            pack(objects(commit, walk), reader);
            if (commit.getParentCount() > 0) {
                store.history().cutOffBefore(newest);
            }
            store.rememberRemote(newest);
        }
    }

    private static List<RevObject> objects(RevCommit commit, RevWalk walk) throws IOException {
        var named = new TreeObjects(new VerifiedObjects(walk.getObjectReader()));
        named.add(commit.getTree());
        var objects = new ArrayList<RevObject>();
        objects.add(commit);
        named.folders().forEach(id -> objects.add(walk.lookupTree(id)));
        named.contents().forEach(id -> objects.add(walk.lookupBlob(id)));
        return objects;
    }

    private void pack(List<RevObject> objects, ObjectReader reader) throws IOException {
        var asTheyAre = new PackConfig();
        asTheyAre.setDeltaCompress(false);
        // Whoever is killed here leaves files of which the next start knows that they are rubbish.
        Path folder = store.folder().resolve("objects");
        Path pack = folder.resolve("incoming_folder.pack");
        Path index = folder.resolve("incoming_folder.idx");
        try (var writer = new PackWriter(asTheyAre, reader)) {
            writer.setDeltaBaseAsOffset(true);
            // By itself it would look for another copy of what is damaged, for ever.
            writer.setReuseValidatingObjects(false);
            writer.preparePack(objects.iterator());
            write(pack, out -> writer.writePack(progress, progress, out));
            write(index, writer::writeIndex);
            verify(objects, PackIndex.open(index.toFile()), reader);
            Path name = Files.createDirectories(folder.resolve("pack"))
                    .resolve("pack-" + writer.computeName().name() + ".pack");
            DurableFiles.move(pack, name);
            DurableFiles.move(index, name.resolveSibling(name.getFileName().toString().replace(".pack", ".idx")));
            ((ObjectDirectory) store.repository().getObjectDatabase()).openPack(name.toFile());
        }
    }

    /// Makes sure that what was copied are the bytes that were once stored there. What was not stored so, it verifies.
    private void verify(List<RevObject> objects, PackIndex copied, ObjectReader reader) throws IOException {
        var verified = new VerifiedObjects(reader);
        // Asked for once: each time, JGit looks at the folder.
        Collection<Pack> packs = ((ObjectDirectory) remote.getObjectDatabase()).getPacks();
        for (RevObject object : objects) {
            if (!isAsStored(object, copied.findCRC32(object), packs)) {
                verified.verify(object, object.getType());
            }
        }
    }

    private static boolean isAsStored(ObjectId id, long checksum, Collection<Pack> packs) throws IOException {
        for (Pack pack : packs) {
            PackIndex index = pack.getIndex();
            if (index.hasObject(id) && index.hasCRC32Support() && index.findCRC32(id) == checksum) {
                return true;
            }
        }
        return false;
    }

    private static void write(Path file, DurableFiles.Content content) throws IOException {
        DurableFiles.writeUnfinished(file, out -> {
            var buffered = new BufferedOutputStream(out, BUFFER);
            content.writeTo(buffered);
            buffered.flush();
        });
    }
}
