package gitdav.volume.snapshot;

import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.io.InputStream;

/// Tells what an object's name would be, and stores nothing. Thread-safe.
final class NamingOnly extends ObjectInserter.Formatter {

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        return new ObjectInserter.Formatter().idFor(type, length, in);
    }

    @Override
    public ObjectId insert(int type, byte[] content, int offset, int length) {
        return new ObjectInserter.Formatter().idFor(type, content, offset, length);
    }
}
