package gitdav.volume.store;

import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes objects into one new pack of a store, from several threads at once.
///
/// Nothing is in the store before [#flush]; from then on it is there to stay, whatever happens.
public final class ParallelPackInserter extends ObjectInserter.Formatter {

    /// In bytes. Smaller objects are compressed by the thread that brings them, larger ones straight into the file.
    private static final int LARGE = 1 << 20;

    /// How many bytes of a large object show whether it can be compressed, and what must be left of them for that.
    private static final int SAMPLE = 1 << 15;
    private static final double MAX_DEFLATED_RATIO = 0.95;

    private static final int BUFFER = 1 << 16;

    private final ObjectDirectory objects;
    private final Predicate<ObjectId> isThere;
    private final Set<ObjectId> inserted = ConcurrentHashMap.newKeySet();
    private final Queue<Deflater> deflaters = new ConcurrentLinkedQueue<>();
    private PackFileWriter pack;
    private Optional<Path> flushed = Optional.empty();

    /// @param isThere which objects are to be left out
    public ParallelPackInserter(ObjectDirectory objects, Predicate<ObjectId> isThere) {
        this.objects = objects;
        this.isThere = isThere;
    }

    /// Leaves out what the store has in its packs. To look for a file of the object's own as well takes as long as reading a
    /// small file, and only commits have one.
    ParallelPackInserter(ObjectDirectory objects) {
        this(objects, new InPacks(objects, objects.getPacks()));
    }

    /// JGit would look at the folder of the packs for every object that is in none.
    private record InPacks(ObjectDirectory objects, Collection<Pack> packs) implements Predicate<ObjectId> {
        @Override
        public boolean test(ObjectId id) {
            try {
                for (Pack pack : packs) {
                    if (pack.hasObject(id)) {
                        return true;
                    }
                }
                return false;
            } catch (IOException damaged) {
                return objects.has(id);
            }
        }
    }

    @Override
    public ObjectId insert(int type, byte[] content, int offset, int length) throws IOException {
        // The superclass keeps one hash, which only one thread can use.
        ObjectId id = new ObjectInserter.Formatter().idFor(type, content, offset, length);
        if (inserted.contains(id) || isThere.test(id) || !inserted.add(id)) {
            return id;
        }
        if (length < LARGE) {
            byte[] deflated = deflated(content, offset, length);
            synchronized (this) {
                pack().append(id, type, length, out -> out.write(deflated));
            }
        } else {
            synchronized (this) {
                pack().append(id, type, length, out -> deflateLarge(content, offset, length, out));
            }
        }
        return id;
    }

    /// For objects that fit into memory.
    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        byte[] content = in.readNBytes(Math.toIntExact(length));
        if (content.length < length) {
            throw new EOFException("an object ends before its length");
        }
        return insert(type, content, 0, content.length);
    }

    private PackFileWriter pack() throws IOException {
        if (pack == null) {
            pack = PackFileWriter.create(objects.getDirectory().toPath());
        }
        return pack;
    }

    private byte[] deflated(byte[] content, int offset, int length) throws IOException {
        Deflater pooled = deflaters.poll();
        Deflater deflater = pooled == null ? new Deflater(Deflater.BEST_SPEED) : pooled;
        try {
            var deflated = new ByteArrayOutputStream(length / 2 + 64);
            deflate(content, offset, length, deflater, deflated);
            return deflated.toByteArray();
        } finally {
            deflater.reset();
            deflaters.add(deflater);
        }
    }

    /// Films and archives are not worth the time that it takes to find out at each byte that they cannot be compressed.
    private void deflateLarge(byte[] content, int offset, int length, OutputStream out) throws IOException {
        int middle = offset + length / 2;
        boolean worthwhile = deflated(content, middle, SAMPLE).length < SAMPLE * MAX_DEFLATED_RATIO;
        var deflater = new Deflater(worthwhile ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
        try {
            deflate(content, offset, length, deflater, out);
        } finally {
            deflater.end();
        }
    }

    private static void deflate(byte[] content, int offset, int length, Deflater deflater, OutputStream out)
            throws IOException {
        var stream = new DeflaterOutputStream(out, deflater, Math.clamp(length / 2, 512, BUFFER));
        stream.write(content, offset, length);
        stream.finish();
    }

    /// Makes everything that was inserted durable, and then visible.
    @Override
    public synchronized void flush() throws IOException {
        if (pack != null) {
            Path file = pack.finish(NullProgressMonitor.INSTANCE);
            objects.openPack(file.toFile());
            flushed = Optional.of(file);
            pack = null;
            inserted.clear();
        }
    }

    /// The pack that was flushed last, if anything was new.
    public synchronized Optional<Path> flushed() {
        return flushed;
    }

    /// Throws away what was not flushed.
    @Override
    public synchronized void close() {
        deflaters.forEach(Deflater::end);
        deflaters.clear();
        if (pack != null) {
            pack.discard();
            pack = null;
        }
    }
}
