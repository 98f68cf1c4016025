package gitdav.volume;

import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.util.sha1.SHA1;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Reads objects of a store and makes sure that each is what its name says. git itself trusts the disk: it checks an
/// object when it arrives, and never again.
///
/// Not thread-safe; [#copy] makes one for another thread.
final class VerifiedObjects implements AutoCloseable {

    private final ObjectReader reader;
    private final ObjectInserter.Formatter hash = new ObjectInserter.Formatter();

    VerifiedObjects(ObjectReader reader) {
        this.reader = reader;
    }

    VerifiedObjects copy() {
        return new VerifiedObjects(reader.newReader());
    }

    boolean has(AnyObjectId id) throws IOException {
        return reader.has(id);
    }

    /// The whole object.
    ///
    /// @param type such as [Constants#OBJ_TREE]
    /// @throws IOException if it is missing ([org.eclipse.jgit.errors.MissingObjectException]) or broken
    byte[] read(AnyObjectId id, int type) throws IOException {
        byte[] content = open(id, type).getBytes();
        if (!hash.idFor(type, content).equals(id)) {
            throw broken(id);
        }
        return content;
    }

    /// Copies a file's content to the stream, a little at a time.
    ///
    /// @return how many bytes that was
    /// @throws IOException if it is missing or broken: what was written so far is worth nothing then
    long copy(AnyObjectId blob, OutputStream out) throws IOException {
        ObjectLoader content = open(blob, Constants.OBJ_BLOB);
        SHA1 sha = SHA1.newInstance().setDetectCollision(false);
        sha.update(Constants.encodeASCII("blob " + content.getSize() + "\0"));
        content.copyTo(new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                sha.update((byte) b);
                out.write(b);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                sha.update(buffer, offset, length);
                out.write(buffer, offset, length);
            }
        });
        if (!sha.toObjectId().equals(blob)) {
            throw broken(blob);
        }
        return content.getSize();
    }

    /// JGit reports what is broken in a pack by all kinds of exceptions, some of them not even checked.
    private ObjectLoader open(AnyObjectId id, int type) throws IOException {
        try {
            return reader.open(id, type);
        } catch (RuntimeException e) {
            throw new CorruptObjectException("object " + id.name() + " cannot be read: " + e, e);
        }
    }

    private static CorruptObjectException broken(AnyObjectId id) {
        return new CorruptObjectException("object " + id.name() + " is broken: its content is not what its name says");
    }

    @Override
    public void close() {
        reader.close();
    }
}
