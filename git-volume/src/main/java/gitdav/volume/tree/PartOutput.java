package gitdav.volume.tree;

import java.io.IOException;
import java.io.OutputStream;

/// Passes on one part of all that is written to it. Not thread-safe.
final class PartOutput extends OutputStream {

    private final OutputStream out;
    private long before;
    private long left;

    /// @param first the first byte that is passed on, counted from 0
    /// @param length how many are
    PartOutput(OutputStream out, long first, long length) {
        this.out = out;
        before = first;
        left = length;
    }

    /// Whether the next bytes need not be written, since none of them is in the part. They count as written then.
    boolean isBeside(long size) {
        if (before >= size) {
            before -= size;
            return true;
        }
        return left == 0;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[]{(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int skipped = (int) Math.min(before, length);
        int passed = (int) Math.min(left, length - skipped);
        before -= skipped;
        left -= passed;
        if (passed > 0) {
            out.write(bytes, offset + skipped, passed);
        }
    }
}
