package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What the [FileIndex] has of each file and folder: its name, and what the file system said of it.
final class RecordedStat {

    /// The numbers of [FileStat], in its order.
    private static final int STAT_LENGTH = Integer.BYTES + 4 * Long.BYTES;

    private RecordedStat() {}

    static void write(Node node, DataOutputStream out) throws IOException {
        byte[] name = node.name().toBytes();
        FileStat stat = node.stat();
        out.writeInt(name.length);
        out.write(name);
        out.writeInt(stat.mode());
        out.writeLong(stat.inode());
        out.writeLong(stat.size());
        out.writeLong(stat.modified());
        out.writeLong(stat.changed());
    }

    /// The name in the record that begins here.
    static TreeName name(ByteBuffer index, int position) {
        return new TreeName(new String(bytes(index, position + Integer.BYTES, index.getInt(position)),
                StandardCharsets.ISO_8859_1));
    }

    /// The state in the record that begins here.
    static FileStat stat(ByteBuffer index, int position) {
        int stat = end(index, position) - STAT_LENGTH;
        return new FileStat(index.getInt(stat), index.getLong(stat + 4), index.getLong(stat + 12),
                index.getLong(stat + 20), index.getLong(stat + 28));
    }

    /// Where the record ends that begins here.
    static int end(ByteBuffer index, int position) {
        return position + Integer.BYTES + index.getInt(position) + STAT_LENGTH;
    }

    /// A copy of some bytes of the index.
    static byte[] bytes(ByteBuffer index, int position, int length) {
        byte[] bytes = new byte[length];
        index.get(position, bytes);
        return bytes;
    }
}
