package gitdav.volume.tree;

import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ObjectStream;
import org.eclipse.jgit.util.sha1.SHA1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Reads objects of a store and makes sure that each is what its name says. git itself trusts the disk: it checks an
/// object when it arrives, and never again.
///
/// Not thread-safe; [#copy] makes one for another thread.
public final class VerifiedObjects implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    /// In bytes, of a tree or text: it is read as a whole, also by JGit. A folder of 100,000 files takes 4 to 28 million.
    public static final long LARGEST = Math.max(8 << 20, Runtime.getRuntime().maxMemory() / 8);

    /// In bytes, of a file's content that is read as a whole: containers are small, and many contents are read at once.
    private static final int LARGEST_CONTENT = 8 << 20;

    private final ObjectReader reader;
    private final ObjectInserter.Formatter hash = new ObjectInserter.Formatter();

    /// @param reader of the store; closed together with this
    public VerifiedObjects(ObjectReader reader) {
        this.reader = reader;
        reader.setStreamFileThreshold(LARGEST_CONTENT);
    }

    /// The same store, for another thread, which closes it.
    public VerifiedObjects copy() {
        return new VerifiedObjects(reader.newReader());
    }

    /// Whether there is such an object; it is not read.
    public boolean has(AnyObjectId id) throws IOException {
        return reader.has(id);
    }

    /// The whole object.
    ///
    /// @param type such as [Constants#OBJ_TREE]
    /// @throws MissingObjectException if there is no such object
    /// @throws CorruptObjectException if it is broken, or a tree that is too large for the memory
    public byte[] read(AnyObjectId id, int type) throws IOException {
        return read(id, type, type == Constants.OBJ_BLOB ? Long.MAX_VALUE : LARGEST);
    }

    /// A text of ours that is read as a whole.
    ///
    /// @throws CorruptObjectException also if it is too large for that
    byte[] text(AnyObjectId blob) throws IOException {
        return read(blob, Constants.OBJ_BLOB, LARGEST);
    }

    private byte[] read(AnyObjectId id, int type, long most) throws IOException {
        ObjectLoader loader = reading(id, () -> reader.open(id, type));
        if (loader.getSize() > most) {
            throw new CorruptObjectException("object " + id.name() + " has " + loader.getSize()
                    + " bytes, too many for this memory; raise the container's memory limit");
        }
        return verified(id, type, reading(id, () -> loader.getCachedBytes((int) Math.min(most, Integer.MAX_VALUE))));
    }

    /// The whole content of a file, if it is small enough for the memory.
    ///
    /// @return not to be changed; empty if it is to be copied a little at a time
    public Optional<byte[]> small(Content content) throws IOException {
        if (content.inChunks()) {
            return Optional.empty();
        }
        ObjectLoader loader = reading(content.id(), () -> reader.open(content.id(), Constants.OBJ_BLOB));
        return loader.isLarge()
                ? Optional.empty()
                : Optional.of(verified(content.id(), Constants.OBJ_BLOB, loader.getCachedBytes()));
    }

    /// Whether [#copy] reads the content a little at a time, and not as a whole.
    public boolean isStreamed(Content content) throws IOException {
        return content.inChunks()
                || reading(content.id(), () -> reader.open(content.id(), Constants.OBJ_BLOB)).isLarge();
    }

    private byte[] verified(AnyObjectId id, int type, byte[] content) throws CorruptObjectException {
        if (!hash.idFor(type, content).equals(id)) {
            throw broken(id, null);
        }
        return content;
    }

    /// Copies a file's content to the stream, a little at a time.
    ///
    /// @return how many bytes that was
    /// @throws MissingObjectException if there is no such object
    /// @throws CorruptObjectException if it is broken: what was written so far is worth nothing then
    public long copy(AnyObjectId blob, OutputStream out) throws IOException {
        try (ObjectStream in = reading(blob, () -> reader.open(blob, Constants.OBJ_BLOB).openStream())) {
            SHA1 sha = SHA1.newInstance().setDetectCollision(false);
            sha.update(Constants.encodeASCII("blob " + in.getSize() + "\0"));
            byte[] buffer = new byte[Math.clamp(in.getSize(), 1, BUFFER)];
            for (int read; (read = reading(blob, () -> in.read(buffer))) > 0;) {
                sha.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
            if (!sha.toObjectId().equals(blob)) {
                throw broken(blob, null);
            }
            return in.getSize();
        }
    }

    /// How many bytes a file's content has, as the store says; it is not read.
    public long size(Content content) throws IOException {
        if (!content.inChunks()) {
            return reading(content.id(), () -> reader.getObjectSize(content.id(), Constants.OBJ_BLOB));
        }
        long size = 0;
        for (TreeEntries.Entry chunk : TreeEntries.of(this, content.id())) {
            size += reading(chunk.id(), () -> reader.getObjectSize(chunk.id(), Constants.OBJ_BLOB));
        }
        return size;
    }

    /// Reads the object for nothing but to see whether it is whole.
    ///
    /// @throws MissingObjectException if there is no such object
    /// @throws CorruptObjectException if it is broken
    public void verify(AnyObjectId id, int type) throws IOException {
        if (type == Constants.OBJ_BLOB) {
            copy(id, OutputStream.nullOutputStream());
        } else {
            read(id, type);
        }
    }

    /// Copies a file's content, whole or in chunks.
    ///
    /// @return how many bytes that was
    public long copy(Content content, OutputStream out) throws IOException {
        if (!content.inChunks()) {
            return copy(content.id(), out);
        }
        long bytes = 0;
        for (TreeEntries.Entry chunk : TreeEntries.of(this, content.id())) {
            bytes += copy(chunk.id(), out);
        }
        return bytes;
    }

    /// Copies part of a file's content. Whole chunks that are beside it are not read; what is read is verified to its end.
    ///
    /// @param first the part's first byte, counted from 0
    /// @param length in bytes; where the content ends, the part does
    public void copy(Content content, long first, long length, OutputStream out) throws IOException {
        var part = new PartOutput(out, first, length);
        if (!content.inChunks()) {
            copy(content.id(), part);
            return;
        }
        for (TreeEntries.Entry chunk : TreeEntries.of(this, content.id())) {
            if (!part.isBeside(size(Content.whole(chunk.id())))) {
                copy(chunk.id(), part);
            }
        }
    }

    private interface Read<T> {
        T run() throws IOException;
    }

    /// JGit reports what is broken in a pack by all kinds of exceptions, some of them not even checked.
    private static <T> T reading(AnyObjectId id, Read<T> read) throws IOException {
        try {
            return read.run();
        } catch (MissingObjectException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw broken(id, e);
        }
    }

    private static CorruptObjectException broken(AnyObjectId id, Exception cause) {
        return new CorruptObjectException("object " + id.name() + " is broken: "
                + (cause == null ? "its content is not what its name says" : cause), cause);
    }

    @Override
    public void close() {
        reader.close();
    }
}
