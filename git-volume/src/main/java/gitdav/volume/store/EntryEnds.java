package gitdav.volume.store;

import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;

import java.io.IOException;
import java.util.Arrays;

/// Where the entries of a pack end: its index only says where they begin.
final class EntryEnds {

    private final Pack pack;
    private final long[] offsets;

    EntryEnds(Pack pack) throws IOException {
        this.pack = pack;
        PackIndex index = pack.getIndex();
        offsets = new long[(int) index.getObjectCount() + 1];
        int count = 0;
        for (PackIndex.MutableEntry entry : index) {
            offsets[count++] = entry.getOffset();
        }
        Arrays.sort(offsets, 0, count);
        offsets[count] = pack.getPackFile().length() - Constants.OBJECT_ID_LENGTH;
    }

    /// The offset of what comes after the entry at an offset, in bytes.
    ///
    /// @throws CorruptObjectException if the pack is shorter than its index says
    long after(long offset) throws CorruptObjectException {
        long end = offsets[Arrays.binarySearch(offsets, 0, offsets.length - 1, offset) + 1];
        if (end <= offset) {
            throw new CorruptObjectException(pack.getPackFile() + " is shorter than its index says");
        }
        return end;
    }
}
