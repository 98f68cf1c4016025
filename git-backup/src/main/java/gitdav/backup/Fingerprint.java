package gitdav.backup;

import gitdav.volume.DataVolume;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A number that changes with anything that is backed up: made of all names, sizes, times and inodes, and of no content.
final class Fingerprint extends SimpleFileVisitor<Path> {

    private final DataVolume volume;
    private long sum;

    private Fingerprint(DataVolume volume) {
        this.volume = volume;
    }

    /// @throws IOException if the volume's root cannot be read; what else cannot be read counts for nothing
    static long of(DataVolume volume) throws IOException {
        var fingerprint = new Fingerprint(volume);
        Files.walkFileTree(volume.root(), fingerprint);
        Files.walkFileTree(volume.properties(), fingerprint);
        return fingerprint.sum;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        boolean isOurs = volume.root().equals(folder.getParent())
                && DataVolume.isReserved(folder.getFileName().toString());
        if (isOurs) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        // The order of a folder's entries is the file system's, and means nothing: so this is a sum.
        sum += of(folder, attributes);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        sum += of(file, attributes);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (file.equals(volume.root())) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
        return FileVisitResult.CONTINUE;
    }

    private static long of(Path path, BasicFileAttributes attributes) {
        long hash = path.toString().hashCode();
        hash = spread(hash + attributes.size());
        hash = spread(hash + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        return spread(hash + Objects.hashCode(attributes.fileKey()));
    }

    /// The finisher of SplitMix64: every bit of the result depends on every bit of the value.
    private static long spread(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
