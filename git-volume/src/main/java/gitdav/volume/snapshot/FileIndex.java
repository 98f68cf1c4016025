package gitdav.volume.snapshot;

import gitdav.files.DurableFiles;
import gitdav.files.FileClock;
import gitdav.files.FileStat;
import gitdav.volume.tree.Content;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/// What the file system said of each file when its content was last read, so that it need not be read again. A file in
/// the git store, `gitdav-index`; it only saves time, and may be deleted or lost.
///
/// @param commit the commit that it belongs to
/// @param root all folders, with the objects of the tree they were committed as
/// @param trustedBefore see [Known]
public record FileIndex(ObjectId commit, Node.Folder root, long trustedBefore) {

    /// The name of the file in the store.
    public static final String FILE = "gitdav-index";

    private static final int FORMAT = 0x67640003;

    /// How many bytes come first, before the commit's id.
    static final int HEADER_LENGTH = Integer.BYTES;

    /// How many bytes the state of a file takes: what [FileStat] has, in its order.
    static final int STAT_LENGTH = Integer.BYTES + 4 * Long.BYTES;

    /// How many bytes come between a folder's name and the number of its files: the state, and two object ids.
    static final int FOLDER_LENGTH = STAT_LENGTH + 2 * Constants.OBJECT_ID_LENGTH;

    /// How many bytes follow a file's name: the state, the mode, and what [Node.File] says of the content.
    static final int FILE_LENGTH = STAT_LENGTH + Integer.BYTES + Constants.OBJECT_ID_LENGTH + 1;

    /// An index of a volume that was being written to while it was looked at.
    ///
    /// @param begin when the look began, in nanoseconds since 1970
    static FileIndex of(ObjectId commit, Node.Folder root, long begin) {
        return new FileIndex(commit, root, begin - FileClock.TICK);
    }

    /// The store's index; empty if there is none that can be read.
    public static Optional<FileIndex> read(Path store) throws IOException {
        Optional<byte[]> bytes = readBytes(store);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        var in = new DataInputStream(new ByteArrayInputStream(bytes.get()));
        in.skipNBytes(HEADER_LENGTH);
        ObjectId commit = id(in);
        long trustedBefore = in.readLong();
        return Optional.of(new FileIndex(commit, folder(in), trustedBefore));
    }

    /// The same as it was written; empty if there is none that is whole.
    static Optional<byte[]> readBytes(Path store) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(store.resolve(FILE));
            int length = bytes.length - Long.BYTES;
            var crc = new CRC32();
            crc.update(bytes, 0, Math.max(length, 0));
            ByteBuffer numbers = ByteBuffer.wrap(bytes);
            boolean isWhole = length >= HEADER_LENGTH && numbers.getLong(length) == crc.getValue()
                    && numbers.getInt(0) == FORMAT;
            return isWhole ? Optional.of(bytes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Replaces the store's index.
    public void write(Path store) throws IOException {
        DurableFiles.write(store.resolve(FILE), this::write);
    }

    private void write(OutputStream file) throws IOException {
        var crc = new CheckedOutputStream(new BufferedOutputStream(file, 1 << 16), new CRC32());
        var out = new DataOutputStream(crc);
        out.writeInt(FORMAT);
        write(commit, out);
        out.writeLong(trustedBefore);
        write(root, out);
        out.writeLong(crc.getChecksum().getValue());
        out.flush();
    }

    private static void write(Node.Folder folder, DataOutputStream out) throws IOException {
        write(folder.name(), folder.stat(), out);
        write(folder.tree(), out);
        write(folder.times(), out);
        out.writeInt(folder.files().size());
        for (Node.File file : folder.files()) {
            write(file.name(), file.stat(), out);
            out.writeInt(file.mode().getBits());
            write(file.id(), out);
            out.writeBoolean(file.content().inChunks());
        }
        out.writeInt(folder.folders().size());
        for (Node.Folder below : folder.folders()) {
            write(below, out);
        }
    }

    private static void write(TreeName name, FileStat stat, DataOutputStream out) throws IOException {
        byte[] bytes = name.toBytes();
        out.writeInt(bytes.length);
        out.write(bytes);
        out.writeInt(stat.mode());
        out.writeLong(stat.inode());
        out.writeLong(stat.size());
        out.writeLong(stat.modified());
        out.writeLong(stat.changed());
    }

    private static void write(ObjectId id, DataOutputStream out) throws IOException {
        byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
        (id == null ? ObjectId.zeroId() : id).copyRawTo(raw, 0);
        out.write(raw);
    }

    private static Node.Folder folder(DataInputStream in) throws IOException {
        TreeName name = name(in);
        FileStat stat = stat(in);
        ObjectId tree = id(in);
        ObjectId times = id(in);
        int count = in.readInt();
        List<Node.File> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            TreeName file = name(in);
            FileStat fileStat = stat(in);
            FileMode mode = FileMode.fromBits(in.readInt());
            files.add(new Node.File(file, mode, new Content(id(in), in.readBoolean()), fileStat));
        }
        int folderCount = in.readInt();
        List<Node.Folder> folders = new ArrayList<>(folderCount);
        for (int i = 0; i < folderCount; i++) {
            folders.add(folder(in));
        }
        return new Node.Folder(name, stat, tree, times, files, folders);
    }

    private static TreeName name(DataInputStream in) throws IOException {
        return new TreeName(new String(in.readNBytes(in.readInt()), StandardCharsets.ISO_8859_1));
    }

    private static FileStat stat(DataInputStream in) throws IOException {
        return new FileStat(in.readInt(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    private static ObjectId id(DataInputStream in) throws IOException {
        ObjectId id = ObjectId.fromRaw(in.readNBytes(Constants.OBJECT_ID_LENGTH));
        return id.equals(ObjectId.zeroId()) ? null : id;
    }
}
