package gitdav.volume.snapshot;

import gitdav.volume.tree.Chunks;
import gitdav.volume.tree.Content;
import gitdav.volume.tree.TreeEntries;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Takes the content of files into a store, each file read once. Thread-safe if the inserter is.
final class ContentWriter {

    /// In bytes. Of what is larger, only a few are in memory at a time.
    private static final int SMALL = 1 << 20;

    private final ObjectInserter inserter;
    private final Semaphore memory = new Semaphore(2);

    ContentWriter(ObjectInserter inserter) {
        this.inserter = inserter;
    }

    /// Takes what a link points to.
    Content link(byte[] target) throws IOException {
        return Content.whole(inserter.insert(Constants.OBJ_BLOB, target));
    }

    /// Takes a file.
    ///
    /// @param size how many bytes to take
    /// @param mode of the file
    /// @return empty if it has fewer bytes
    Optional<Content> file(InputStream in, long size, FileMode mode) throws IOException {
        if (size <= SMALL) {
            return read(in, size, mode);
        }
        memory.acquireUninterruptibly();
        try {
            return read(in, size, mode);
        } finally {
            memory.release();
        }
    }

    private Optional<Content> read(InputStream in, long size, FileMode mode) throws IOException {
        byte[] buffer = new byte[(int) Math.min(size, Chunks.SIZE)];
        if (!Chunks.isLarge(size)) {
            return in.readNBytes(buffer, 0, buffer.length) == size
                    ? Optional.of(Content.whole(inserter.insert(Constants.OBJ_BLOB, buffer)))
                    : Optional.empty();
        }
        var chunks = new TreeEntries();
        long rest = size;
        for (int number = 0; rest > 0; number++) {
            int length = (int) Math.min(rest, buffer.length);
            if (in.readNBytes(buffer, 0, length) < length) {
                return Optional.empty();
            }
            chunks.add(Chunks.entry(number, mode, inserter.insert(Constants.OBJ_BLOB, buffer, 0, length)));
            rest -= length;
        }
        return Optional.of(Content.inChunks(chunks.insertWith(inserter)));
    }
}
