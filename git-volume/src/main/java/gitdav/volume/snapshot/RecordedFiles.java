package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.tree.Content;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/// The files of one folder as the [FileIndex] has them. They stay bytes until one is asked for: most backups find
/// most folders as they were, and need no object for each file to tell: 0.5 s and 35 MB less for 100,000
/// (`benchmark/backup`). Thread-safe.
final class RecordedFiles extends AbstractList<Node.File> implements RandomAccess {

    private static final int FILES_WORTH_A_THREAD = 1000;

    /// The mode, the object's id, and whether it has chunks, behind the name and the state.
    private static final int CONTENT_LENGTH = Integer.BYTES + Constants.OBJECT_ID_LENGTH + 1;

    private final ByteBuffer index;
    private final int[] positions;

    private RecordedFiles(ByteBuffer index, int[] positions) {
        this.index = index;
        this.positions = positions;
    }

    /// Reads over the files of a folder: their number, and a record for each.
    static RecordedFiles read(ByteBuffer index) {
        int count = index.getInt();
        int[] positions = new int[count + 1];
        for (int i = 0; i < count; i++) {
            positions[i] = index.position();
            index.position(RecordedStat.end(index, positions[i]) + CONTENT_LENGTH);
        }
        positions[count] = index.position();
        return new RecordedFiles(index, positions);
    }

    /// Writes the files of a folder so that they can be read here.
    static void write(List<Node.File> files, DataOutputStream out) throws IOException {
        out.writeInt(files.size());
        if (files instanceof RecordedFiles recorded) {
            int begin = recorded.positions[0];
            out.write(RecordedStat.bytes(recorded.index, begin, recorded.positions[files.size()] - begin));
            return;
        }
        for (Node.File file : files) {
            RecordedStat.write(file, out);
            out.writeInt(file.mode().getBits());
            file.id().copyRawTo(out);
            out.writeBoolean(file.content().inChunks());
        }
    }

    @Override
    public int size() {
        return positions.length - 1;
    }

    @Override
    public Node.File get(int i) {
        int position = positions[i];
        int mode = RecordedStat.end(index, position);
        int id = mode + Integer.BYTES;
        boolean inChunks = index.get(id + Constants.OBJECT_ID_LENGTH) != 0;
        return new Node.File(RecordedStat.name(index, position), FileMode.fromBits(index.getInt(mode)),
                new Content(ObjectId.fromRaw(RecordedStat.bytes(index, id, Constants.OBJECT_ID_LENGTH)), inChunks),
                RecordedStat.stat(index, position));
    }

    /// How many bytes the files have together.
    long byteCount() {
        return Arrays.stream(positions, 0, size()).mapToLong(position -> RecordedStat.stat(index, position).size())
                .sum();
    }

    /// Of which of these files, by their number, the system says in this folder what it said before. Others that are there do
    /// not matter.
    ///
    /// @param trustedBefore as in [ReadPolicy#trusts]
    boolean[] areIn(OpenFolder folder, ReadPolicy readPolicy, long trustedBefore) {
        boolean[] same = new boolean[size()];
        IntStream numbers = IntStream.range(0, size());
        (size() < FILES_WORTH_A_THREAD ? numbers : numbers.parallel())
                .forEach(i -> same[i] = isIn(folder, i, readPolicy, trustedBefore));
        return same;
    }

    private boolean isIn(OpenFolder folder, int i, ReadPolicy readPolicy, long trustedBefore) {
        FileStat last = RecordedStat.stat(index, positions[i]);
        return folder.stat(RecordedStat.name(index, positions[i]).toFileName())
                .filter(now -> now.equals(last) && readPolicy.trusts(last, now, trustedBefore)).isPresent();
    }
}
