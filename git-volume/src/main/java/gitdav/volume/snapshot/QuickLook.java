package gitdav.volume.snapshot;

import gitdav.files.Statx;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.BackupLayout;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tells whether a volume is to the last nanosecond what its index says. Most starts find it so, and then nothing else need
/// be known of its files: the index is compared as it is, without an object for each of them, on all processors.
///
/// Where it says no, [VolumeWalk] finds out what is different. Follows no link and changes nothing.
public final class QuickLook {

    private static final byte[] RESERVED = BackupLayout.RESERVED.toBytes();
    private static final byte[] ESCAPE = TreeName.ESCAPE.getBytes(StandardCharsets.ISO_8859_1);

    private final byte[] index;
    private final ByteBuffer numbers;
    private final long trustedBefore;
    private final List<Folder> folders = new ArrayList<>();
    private boolean hasReserved;

    private QuickLook(byte[] index) {
        this.index = index;
        numbers = ByteBuffer.wrap(index).position(FileIndex.HEADER_LENGTH + Constants.OBJECT_ID_LENGTH);
        trustedBefore = numbers.getLong();
        // The root has no name.
        numbers.position(numbers.position() + Integer.BYTES);
    }

    /// Whether every file and folder is as it was when the volume was last backed up or restored.
    ///
    /// @param tree of the newest commit
    /// @return false also if that cannot be told so quickly
    public static boolean isUnchanged(DataVolume volume, GitStore store, ObjectId tree) throws IOException {
        Optional<byte[]> index = FileIndex.readBytes(store.folder());
        Optional<byte[]> root = Statx.bytes(volume.root());
        if (index.isEmpty() || root.isEmpty() || Statx.ofThread().isEmpty()) {
            return false;
        }
        var look = new QuickLook(index.get());
        return look.isOf(tree) && look.isUnchanged(volume, root.get());
    }

    private boolean isOf(ObjectId tree) {
        return tree.equals(ObjectId.fromRaw(index, numbers.position() + FileIndex.STAT_LENGTH));
    }

    private boolean isUnchanged(DataVolume volume, byte[] root) {
        findFolders(root, 0, 0);
        boolean properties = Files.exists(volume.properties(), LinkOption.NOFOLLOW_LINKS);
        return hasReserved == properties && folders.parallelStream().allMatch(Folder::isUnchanged);
    }

    /// Reads over one folder in the index, from behind its name, and notes it and those in it.
    private void findFolders(byte[] path, int depth, int nameLength) {
        int stat = numbers.position();
        boolean isReserved = depth == 1 && is(RESERVED, stat - nameLength, nameLength);
        hasReserved |= isReserved;
        if (!isReserved) {
            // Of our own folder, only what the application keeps in it counts.
            folders.add(new Folder(path, stat));
        }
        numbers.position(stat + FileIndex.FOLDER_LENGTH);
        for (int files = numbers.getInt(); files > 0; files--) {
            int length = numbers.getInt();
            numbers.position(numbers.position() + length + FileIndex.FILE_LENGTH);
        }
        for (int below = numbers.getInt(); below > 0; below--) {
            int length = numbers.getInt();
            int name = numbers.position();
            numbers.position(name + length);
            findFolders(join(path, name, length), depth + 1, length);
        }
    }

    private byte[] join(byte[] folder, int name, int length) {
        int escape = escape(name, length);
        return ByteBuffer.allocate(folder.length + 1 + length - escape).put(folder).put((byte) '/')
                .put(index, name + escape, length - escape).array();
    }

    /// Names that git refuses have a prefix in the index.
    private int escape(int name, int length) {
        return length > ESCAPE.length && is(ESCAPE, name, ESCAPE.length) ? ESCAPE.length : 0;
    }

    private boolean is(byte[] what, int position, int length) {
        return Arrays.equals(what, 0, what.length, index, position, position + length);
    }

    /// In the order in which the index has it.
    private boolean isSame(Statx now, int last) {
        long changed = now.changed();
        return numbers.getInt(last) == now.mode() && numbers.getLong(last + 4) == now.inode()
                && numbers.getLong(last + 12) == now.size() && numbers.getLong(last + 20) == now.modified()
                && numbers.getLong(last + 28) == changed && changed < trustedBefore;
    }

    /// One folder in the index.
    private final class Folder {

        private final byte[] path;
        private final int stat;

        /// @param path as the system knows it
        /// @param stat where the index has the folder's state
        Folder(byte[] path, int stat) {
            this.path = path;
            this.stat = stat;
        }

        boolean isUnchanged() {
            Statx statx = Statx.ofThread().orElseThrow();
            if (!statx.ask(path, index, 0, 0) || !isSame(statx, stat)) {
                return false;
            }
            int files = stat + FileIndex.FOLDER_LENGTH;
            int position = files + Integer.BYTES;
            for (int i = numbers.getInt(files); i > 0; i--) {
                int length = numbers.getInt(position);
                int name = position + Integer.BYTES;
                int escape = escape(name, length);
                if (!statx.ask(path, index, name + escape, length - escape) || !isSame(statx, name + length)) {
                    return false;
                }
                position = name + length + FileIndex.FILE_LENGTH;
            }
            return true;
        }
    }
}
