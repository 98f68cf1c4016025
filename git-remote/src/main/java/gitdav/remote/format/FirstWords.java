package gitdav.remote.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What comes from a server, with the beginning of it kept: it says of what format the repository is, or, where no git
/// answers, why not.
public final class FirstWords extends FilterInputStream {

    /// In bytes: more than the capabilities of any git, and than any reason for people.
    private static final int KEPT = 4096;

    private final byte[] kept = new byte[KEPT];
    private volatile int length;

    /// @param in what comes
    public FirstWords(InputStream in) {
        super(in);
    }

    /// The beginning, as far as it was read; bytes that are not UTF-8 are replaced.
    public String text() {
        return new String(kept, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// @throws UnknownFormatException if the beginning says that the repository is of a format that we do not know
    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        int count = in.read(bytes, offset, most);
        if (count > 0 && length < KEPT) {
            int more = Math.min(count, KEPT - length);
            System.arraycopy(bytes, offset, kept, length, more);
            // Read by one thread at a time.
            int before = length;
            length = before + more;
            RepositoryFormat.requireIn(text());
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return in.skip(count);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
