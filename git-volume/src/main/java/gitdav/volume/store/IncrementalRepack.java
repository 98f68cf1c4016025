package gitdav.volume.store;

import gitdav.volume.tree.Chunks;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Puts small packs together: a pack that is small or mostly rubbish is rewritten with others like it, without the
/// rubbish, and the rest is left alone. Not JGit's own collection, which rewrites everything and holds all of it in
/// memory.
///
/// May be killed at any moment: what is needed is in a new pack before an old one goes. A reader meanwhile finds it in
/// one or the other.
public final class IncrementalRepack {

    /// How many packs and loose objects there must be before a look at them pays.
    private static final int MANY_FILES = 50;

    /// In bytes. Smaller packs are put together.
    private static final long SMALL_PACK = 32 << 20;

    /// In bytes: how much is copied at a time. It must be done before SIGTERM is over.
    private static final long ENOUGH = 256 << 20;

    private final ObjectDirectory objects;
    private final Predicate<ObjectId> needed;

    /// @param needed which of the objects are not rubbish
    public IncrementalRepack(Repository repository, Predicate<ObjectId> needed) {
        this.objects = (ObjectDirectory) repository.getObjectDatabase();
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

    /// Whether there are so many packs that it pays.
    ///
    /// @param loose how many objects that are in none are to be put there as well
    public static boolean isWorthwhile(Repository repository, int loose) {
        Collection<Pack> packs = ((ObjectDirectory) repository.getObjectDatabase()).getPacks();
        return packs.size() + loose >= MANY_FILES;
    }

    /// Does it.
    ///
    /// @param loose files of objects that are in no pack, to be put into one
    /// @throws IOException if the repository cannot be read or written; nothing is lost
    public void run(List<Path> loose) throws IOException {
        List<Candidate> old;
        Optional<Path> fresh;
        try (ObjectReader reader = objects.newReader(); var inserter = new ParallelPackInserter(objects, _ -> false)) {
            old = candidates(reader);
            for (Candidate candidate : old) {
                copy(candidate.objects(), reader, inserter);
            }
            copy(loose.stream().map(IncrementalRepack::id).filter(needed).toList(), reader, inserter);
            inserter.flush();
            fresh = inserter.flushed();
        }
        for (Path file : loose) {
            Files.delete(file);
        }
        for (Candidate candidate : old) {
            // A pack is named after its content: one that was copied as it is has replaced itself.
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
            if (!pack.shouldBeKept()) {
                Candidate candidate = candidate(pack);
                if (candidate.isWorthwhile() && fitsIntoMemory(candidate, reader)) {
                    candidates.add(candidate);
                }
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
        var ends = new EntryEnds(pack);
        long live = 0;
        for (PackIndex.MutableEntry entry : index) {
            ObjectId id = entry.toObjectId();
            if (needed.test(id)) {
                found.add(id);
                live += ends.after(entry.getOffset()) - entry.getOffset();
            }
        }
        return new Candidate(pack, found, live);
    }

    /// The pack before its index: without its pack, an index is not looked at.
    private static void delete(Path file) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.pack$", "");
        Files.delete(file);
        try (Stream<Path> others = Files.list(file.getParent())) {
            for (Path other : others.filter(path -> path.getFileName().toString().startsWith(name + ".")).toList()) {
                Files.delete(other);
            }
        }
    }

    private static ObjectId id(Path loose) {
        return ObjectId.fromString(loose.getParent().getFileName().toString() + loose.getFileName());
    }
}
