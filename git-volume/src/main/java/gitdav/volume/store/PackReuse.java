package gitdav.volume.store;

import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Copies objects that are stored whole in the packs of a repository of this machine into a new pack of another, byte for byte
/// and in the order in which they are there. gitdav stores all but commits like that.
public final class PackReuse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PackReuse.class);

    private static final int BUFFER = 1 << 17;

    /// The first of the two types of entries that are only [the difference](https://git-scm.com/docs/gitformat-pack) from
    /// another object.
    private static final int DELTA = 6;

    private final ObjectDirectory from;
    private final ObjectDirectory to;
    private final ProgressMonitor progress;
    private final byte[] buffer = new byte[BUFFER];
    private PackFileWriter target;

    /// @param progress called for every object
    public PackReuse(Repository from, Repository to, ProgressMonitor progress) throws IOException {
        this.from = (ObjectDirectory) from.getObjectDatabase();
        this.to = (ObjectDirectory) to.getObjectDatabase();
        this.progress = progress;
        this.target = PackFileWriter.create(this.to.getDirectory().toPath());
    }

    private record Entry(RevObject object, long offset) {}

    /// Copies what it can. Nothing is in the other repository before [#finish].
    ///
    /// @return the objects that are not stored like that; all of them, if anything about the packs is odd
    public List<RevObject> copy(List<RevObject> objects) throws IOException {
        progress.beginTask("objects copied", objects.size());
        try {
            List<RevObject> left = objects;
            for (Pack pack : from.getPacks()) {
                left = copy(left, pack);
            }
            return left;
        } catch (CorruptObjectException | EOFException | NoSuchFileException odd) {
            LOG.debug("to be copied one by one", odd);
            target.discard();
            target = PackFileWriter.create(to.getDirectory().toPath());
            return objects;
        }
    }

    private List<RevObject> copy(List<RevObject> objects, Pack pack) throws IOException {
        var here = new ArrayList<Entry>();
        var left = new ArrayList<RevObject>();
        for (RevObject object : objects) {
            long offset = offset(object, pack);
            if (offset < 0) {
                left.add(object);
            } else {
                here.add(new Entry(object, offset));
            }
        }
        if (!here.isEmpty()) {
            here.sort(Comparator.comparingLong(Entry::offset));
            left.addAll(copyEntries(here, pack));
        }
        return left;
    }

    /// Negative if the pack does not have it, or has an index that is of no use.
    private static long offset(RevObject object, Pack pack) {
        try {
            PackIndex index = pack.getIndex();
            return index.hasCRC32Support() ? index.findOffset(object) : -1;
        } catch (IOException unreadable) {
            return -1;
        }
    }

    private List<RevObject> copyEntries(List<Entry> entries, Pack pack) throws IOException {
        var differences = new ArrayList<RevObject>();
        var ends = new EntryEnds(pack);
        try (var in = new BufferedInputStream(Files.newInputStream(pack.getPackFile().toPath()), BUFFER)) {
            long position = 0;
            for (Entry entry : entries) {
                in.skipNBytes(entry.offset() - position);
                position = entry.offset();
                long length = ends.after(position) - position;
                if (type(in) >= DELTA) {
                    differences.add(entry.object());
                    continue;
                }
                int checksum = target.appendEntry(entry.object(), out -> copy(in, length, out));
                if (checksum != (int) pack.getIndex().findCRC32(entry.object())) {
                    throw new CorruptObjectException(entry.object(), "its checksum in " + pack.getPackFile()
                            + " is another");
                }
                position += length;
                progress.update(1);
            }
            return differences;
        }
    }

    private static int type(InputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return (first >>> 4) & 7;
    }

    private void copy(InputStream in, long length, OutputStream out) throws IOException {
        for (long left = length; left > 0;) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException();
            }
            out.write(buffer, 0, read);
            left -= read;
            progress.update(0);
        }
    }

    /// Shows the other repository what was copied. It stays there after a power cut. Checksums have shown that each object is
    /// what was once stored; each reader verifies it.
    public void finish() throws IOException {
        if (!target.isEmpty()) {
            to.openPack(target.finish(progress).toFile());
        }
    }

    @Override
    public void close() {
        target.discard();
    }
}
