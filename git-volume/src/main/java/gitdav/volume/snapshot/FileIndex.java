package gitdav.volume.snapshot;

import gitdav.files.DurableFiles;
import gitdav.files.FileClock;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/// What the file system said of each file when its content was last read, so that it need not be read again. A file in
/// the git store, `gitdav-index`; it only saves time, and may be deleted or lost.
///
/// @param commit the commit that it belongs to
/// @param trustedBefore see [Baseline]
/// @param root all folders, with the objects of the tree they were committed as
public record FileIndex(ObjectId commit, long trustedBefore, Node.Folder root) {

    /// The name of the file in the store.
    public static final String FILE = "gitdav-index";

    private static final int FORMAT = 0x67640004;

    /// An index of a volume that was being written to while it was looked at.
    ///
    /// @param begin when the look began, in nanoseconds since 1970
    static FileIndex of(ObjectId commit, Node.Folder root, long begin) {
        return new FileIndex(commit, begin - FileClock.TICK, root);
    }

    /// The store's index; empty if there is none that is whole.
    public static Optional<FileIndex> read(Path store) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(store.resolve(FILE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = bytes.length - Long.BYTES;
        var crc = new CRC32();
        crc.update(bytes, 0, Math.max(length, 0));
        boolean isWhole = length >= Integer.BYTES && in.getLong(length) == crc.getValue() && in.getInt() == FORMAT;
        return isWhole ? Optional.of(new FileIndex(id(in), in.getLong(), folder(in))) : Optional.empty();
    }

    /// What it says.
    Baseline baseline() {
        return new Baseline(root, trustedBefore, Optional.of(commit));
    }

    /// Replaces the store's index.
    public void write(Path store) throws IOException {
        DurableFiles.write(store.resolve(FILE), this::write);
    }

    private void write(OutputStream file) throws IOException {
        var crc = new CRC32();
        var out = new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(file, crc), 1 << 16));
        out.writeInt(FORMAT);
        write(commit, out);
        out.writeLong(trustedBefore);
        write(root, out);
        out.flush();
        out.writeLong(crc.getValue());
        out.flush();
    }

    private static void write(Node.Folder folder, DataOutputStream out) throws IOException {
        RecordedStat.write(folder, out);
        write(folder.tree(), out);
        write(folder.times(), out);
        RecordedFiles.write(folder.files(), out);
        out.writeInt(folder.folders().size());
        for (Node.Folder below : folder.folders()) {
            write(below, out);
        }
        out.writeInt(folder.opaque().size());
        for (Node.Opaque opaque : folder.opaque()) {
            RecordedStat.write(opaque, out);
            out.writeInt(opaque.mode().getBits());
            write(opaque.id(), out);
        }
    }

    private static Node.Folder folder(ByteBuffer in) {
        int begin = in.position();
        in.position(RecordedStat.end(in, begin));
        ObjectId tree = id(in);
        ObjectId times = id(in);
        RecordedFiles files = RecordedFiles.read(in);
        int count = in.getInt();
        var folders = new ArrayList<Node.Folder>(count);
        for (int i = 0; i < count; i++) {
            folders.add(folder(in));
        }
        int opaqueCount = in.getInt();
        var opaque = new ArrayList<Node.Opaque>(opaqueCount);
        for (int i = 0; i < opaqueCount; i++) {
            int record = in.position();
            in.position(RecordedStat.end(in, record));
            opaque.add(new Node.Opaque(RecordedStat.name(in, record), FileMode.fromBits(in.getInt()), id(in)));
        }
        return new Node.Folder(RecordedStat.name(in, begin), RecordedStat.stat(in, begin), tree, times, files, folders,
                opaque);
    }

    private static void write(ObjectId id, DataOutputStream out) throws IOException {
        (id == null ? ObjectId.zeroId() : id).copyRawTo(out);
    }

    private static ObjectId id(ByteBuffer in) {
        byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
        in.get(raw);
        ObjectId id = ObjectId.fromRaw(raw);
        return id.equals(ObjectId.zeroId()) ? null : id;
    }
}
