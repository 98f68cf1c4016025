package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.files.OwnFile;
import gitdav.volume.DataVolume;
import gitdav.volume.tree.Node;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.LongStream;

/// How exactly the volume's file system keeps what a commit says of a file. exFAT and vfat know no executable bit (every file
/// has the mode that the mount says) and times of 10 ms or 2 s: what is restored there comes back a little different, and
/// that must not look like a change by a user.
///
/// @param hasModes whether an executable bit says anything
/// @param tick the unit of its times, in nanoseconds
public record DiskPrecision(boolean hasModes, long tick) {

    private static final Path PROBE = Path.of("precision");
    private static final DiskPrecision EXACT = new DiskPrecision(true, 1);

    private static final long MILLISECOND = 1_000_000;
    private static final long[] COARSE_TICKS = {2_000 * MILLISECOND, 1_000 * MILLISECOND, 10 * MILLISECOND};
    private static final int EXECUTE = 0111;

    /// The volume's marker shows it: a file of ours that was never made executable, written at no special moment.
    public static DiskPrecision of(DataVolume volume) throws IOException {
        try (OpenFolder ours = volume.openReserved()) {
            return of(ours.stat(DataVolume.MARKER));
        } catch (NoSuchFileException | NotDirectoryException noMarker) {
            return EXACT;
        }
    }

    /// The same of a volume that has no marker yet, by another file of ours that is made for that.
    static DiskPrecision probed(DataVolume volume) throws IOException {
        try (OpenFolder ours = volume.make(volume.relative(volume.reserved()))) {
            var probe = new OwnFile(ours, PROBE);
            probe.write("");
            FileStat stat = ours.stat(PROBE);
            probe.delete();
            return of(stat);
        }
    }

    private static DiskPrecision of(FileStat plain) {
        long tick = LongStream.of(COARSE_TICKS).filter(coarse -> plain.modified() % coarse == 0).findFirst().orElse(1);
        return new DiskPrecision(!plain.isExecutable(), tick);
    }

    /// What the file system says, but for what it cannot say: there, what was said last.
    ///
    /// @param last the file or folder as it was known; null if it was not
    public FileStat adapt(FileStat now, Node last) {
        int mode = hasModes || !now.isFile() ? now.mode() : modeLike(now, last);
        long modified = last != null && isRounded(last.stat(), now) ? last.stat().modified() : now.modified();
        return new FileStat(mode, now.inode(), now.size(), modified, now.changed());
    }

    private static int modeLike(FileStat now, Node last) {
        boolean isExecutable = last instanceof Node.File file && file.isExecutable();
        return isExecutable ? now.mode() | EXECUTE : now.mode() & ~EXECUTE;
    }

    private boolean isRounded(FileStat last, FileStat now) {
        return tick > 1 && last.hasTime() && Math.floorDiv(last.modified(), tick) * tick == now.modified();
    }
}
