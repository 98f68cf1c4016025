package gitdav.volume.maintenance;

import gitdav.volume.remote.GitRemote;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.ParallelPackInserter;
import gitdav.volume.store.StoreLock;
import gitdav.volume.tree.Chunks;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Keeps a git store small, a little at a time: every backup adds a pack, and in time much of what is in the packs is only
/// needed by old versions that the remote has.
///
/// A pack that is small or mostly rubbish is written anew together with others like it, without the rubbish; the rest is
/// left alone. Not JGit's own collection, which writes everything anew and holds all of it in memory.
///
/// May be killed at any moment: what is needed is in a new pack before an old one goes. Only for who holds the [StoreLock].
public final class GarbageCollection {

    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollection.class);

    /// How many packs and loose objects there must be before a look at them pays.
    private static final int MANY_FILES = 50;

    /// In bytes. Smaller packs are put together.
    private static final long SMALL_PACK = 32 << 20;

    /// In bytes: how much is copied at a time. It must be done before SIGTERM is over.
    private static final long ENOUGH = 256 << 20;

    private final GitStore store;
    private final ObjectDirectory objects;
    private final Set<ObjectId> needed;

    private GarbageCollection(GitStore store, Set<ObjectId> needed) {
        this.store = store;
        this.objects = (ObjectDirectory) store.repository().getObjectDatabase();
        this.needed = needed;
    }

    /// A pack with what is still needed of it.
    ///
    /// @param live in bytes, as they are in the pack
    private record Candidate(Pack pack, List<ObjectId> objects, long live) {

        boolean isWorthwhile() {
            long size = pack.getPackFile().length();
            return size < SMALL_PACK || live < size / 2;
        }
    }

    /// Collects garbage if there are many files in the store.
    ///
    /// @param depth how many of the commits that the remote has are kept, as in [GitRemote#fetch(int)]
    /// @throws IOException if the store cannot be read or written; nothing is lost
    public static void runIfWorthwhile(GitStore store, int depth) throws IOException {
        List<Path> loose = looseObjects(store);
        int packs = ((ObjectDirectory) store.repository().getObjectDatabase()).getPacks().size();
        if (packs + loose.size() >= MANY_FILES) {
            long before = store.size();
            long begin = System.nanoTime();
            new GarbageCollection(store, new KeptHistory(store).keep(depth)).run(loose);
            LOG.info("tidied up the git store: {} bytes instead of {}, {} ms", store.size(), before,
                    (System.nanoTime() - begin) / 1_000_000);
        }
    }

    private void run(List<Path> loose) throws IOException {
        List<Candidate> old;
        Optional<Path> fresh;
        try (ObjectReader reader = store.repository().newObjectReader();
                var inserter = new ParallelPackInserter(objects, _ -> false)) {
            old = candidates(reader);
            for (Candidate candidate : old) {
                copy(candidate.objects(), reader, inserter);
            }
            copy(loose.stream().map(GarbageCollection::id).filter(needed::contains).toList(), reader, inserter);
            inserter.flush();
            fresh = inserter.flushed();
        }
        for (Path file : loose) {
            Files.delete(file);
        }
        for (Candidate candidate : old) {
            // A pack is named after its content: one that was copied as it is has been replaced by itself.
            Path file = candidate.pack().getPackFile().toPath();
            if (!fresh.equals(Optional.of(file))) {
                delete(file);
            }
        }
        // JGit holds on to files that are gone.
        objects.close();
    }

    private static void copy(List<ObjectId> ids, ObjectReader reader, ObjectInserter inserter) throws IOException {
        for (ObjectId id : ids) {
            ObjectLoader object = reader.open(id);
            inserter.insert(object.getType(), object.getBytes(Integer.MAX_VALUE));
        }
    }

    private List<Candidate> candidates(ObjectReader reader) throws IOException {
        var candidates = new ArrayList<Candidate>();
        for (Pack pack : objects.getPacks()) {
            Candidate candidate = candidate(pack);
            if (candidate.isWorthwhile() && fitsIntoMemory(candidate, reader)) {
                candidates.add(candidate);
            }
        }
        candidates.sort(Comparator.comparingLong(Candidate::live));
        long copied = 0;
        for (int i = 0; i < candidates.size(); i++) {
            copied += candidates.get(i).live();
            if (copied > ENOUGH) {
                return candidates.subList(0, Math.max(i, 1));
            }
        }
        return candidates;
    }

    /// Git of a person may have stored a large file as one object.
    private static boolean fitsIntoMemory(Candidate candidate, ObjectReader reader) throws IOException {
        for (ObjectId id : candidate.objects()) {
            if (reader.getObjectSize(id, ObjectReader.OBJ_ANY) > Chunks.SIZE) {
                return false;
            }
        }
        return true;
    }

    private Candidate candidate(Pack pack) throws IOException {
        var found = new ArrayList<ObjectId>();
        PackIndex index = pack.getIndex();
        long[] offsets = new long[(int) index.getObjectCount() + 1];
        int count = 0;
        for (PackIndex.MutableEntry entry : index) {
            offsets[count++] = entry.getOffset();
        }
        offsets[count] = pack.getPackFile().length() - Constants.OBJECT_ID_LENGTH;
        Arrays.sort(offsets);
        long live = 0;
        for (PackIndex.MutableEntry entry : index) {
            ObjectId id = entry.toObjectId();
            if (needed.contains(id)) {
                found.add(id);
                live += offsets[Arrays.binarySearch(offsets, entry.getOffset()) + 1] - entry.getOffset();
            }
        }
        return new Candidate(pack, found, live);
    }

    /// The pack before its index: without the pack, nobody looks at an index.
    private static void delete(Path file) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.pack$", "");
        Files.delete(file);
        try (Stream<Path> others = Files.list(file.getParent())) {
            for (Path other : others.filter(path -> path.getFileName().toString().startsWith(name + ".")).toList()) {
                Files.delete(other);
            }
        }
    }

    private static List<Path> looseObjects(GitStore store) throws IOException {
        var loose = new ArrayList<Path>();
        for (int i = 0; i < 256; i++) {
            File[] files = store.folder().resolve("objects/%02x".formatted(i)).toFile().listFiles();
            for (File file : files == null ? new File[0] : files) {
                if (ObjectId.isId(nameOf(file.toPath()))) {
                    loose.add(file.toPath());
                }
            }
        }
        return loose;
    }

    private static ObjectId id(Path loose) {
        return ObjectId.fromString(nameOf(loose));
    }

    private static String nameOf(Path loose) {
        return loose.getParent().getFileName().toString() + loose.getFileName();
    }
}
