package gitdav.remote;

import gitdav.files.DurableFiles;
import gitdav.files.FileTree;
import gitdav.volume.store.LeftOvers;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/// Copies objects from one repository of this machine to another, into one pack, as they are stored and not unpacked:
/// checksums show whether each is what was once stored, and each reader verifies it.
final class PackCopy {

    private static final Logger LOG = LoggerFactory.getLogger(PackCopy.class);
    private static final int BUFFER = 1 << 16;

    private final Repository from;
    private final Repository to;
    private final ProgressMonitor progress;

    PackCopy(Repository from, Repository to, ProgressMonitor progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /// Copies them. They are all there when this returns, and stay there after a power cut.
    ///
    /// @param reader of the repository that they are copied from
    /// @throws CorruptObjectException if one of them is damaged, and no other copy is found; none is copied
    /// @throws MissingObjectException the same, or if one of them is not there
    void copy(List<RevObject> objects, ObjectReader reader) throws IOException {
        var asTheyAre = new PackConfig();
        asTheyAre.setDeltaCompress(false);
        try {
            copy(objects, reader, asTheyAre);
        } catch (CorruptObjectException | MissingObjectException damaged) {
            // There may be a second copy of it, in another pack. Unpacking turns to that one, unlike what only
            // copies: but not for a large object, and not where it needs more of the damaged pack.
            LOG.warn("unpacking all that is to be copied, since a part of it is damaged: {}", damaged.getMessage());
            asTheyAre.setReuseObjects(false);
            asTheyAre.setReuseDeltas(false);
            try {
                copy(objects, reader, asTheyAre);
            } catch (ZipException | EOFException | RuntimeException stillDamaged) {
                damaged.addSuppressed(stillDamaged);
                throw damaged;
            }
        }
    }

    private void copy(List<RevObject> objects, ObjectReader reader, PackConfig config) throws IOException {
        Path folder = to.getDirectory().toPath().resolve("objects");
        Path quarantine = LeftOvers.quarantine(folder);
        Path pack = Files.createDirectories(quarantine.resolve("pack")).resolve("pack-copy.pack");
        Path index = pack.resolveSibling("pack-copy.idx");
        try (var writer = new PackWriter(config, reader)) {
            writer.setDeltaBaseAsOffset(true);
            // Otherwise it would look for another copy of what is damaged, for ever.
            writer.setReuseValidatingObjects(false);
            writer.preparePack(objects.iterator());
            write(pack, out -> writer.writePack(progress, progress, out));
            write(index, writer::writeIndex);
            verify(objects, quarantine, PackIndex.open(index.toFile()));
            Path name = Files.createDirectories(folder.resolve("pack"))
                    .resolve("pack-" + writer.computeName().name() + ".pack");
            DurableFiles.move(pack, name);
            DurableFiles.move(index, name.resolveSibling(name.getFileName().toString().replace(".pack", ".idx")));
            ((ObjectDirectory) to.getObjectDatabase()).openPack(name.toFile());
        } finally {
            FileTree.delete(quarantine);
        }
    }

    /// Makes sure that what was copied are the bytes that were once stored there. What was not stored so, it reads: from the
    /// copy, since there may be another, whole one where it comes from.
    private void verify(List<RevObject> objects, Path quarantine, PackIndex copied) throws IOException {
        // Asked for once: each time, JGit looks at the folder.
        Collection<Pack> packs = ((ObjectDirectory) from.getObjectDatabase()).getPacks();
        var copies = new ObjectDirectory(to.getConfig(), quarantine.toFile(), null, to.getFS(), null);
        try (var verified = new VerifiedObjects(copies.newReader())) {
            for (RevObject object : objects) {
                if (!isAsStored(object, copied.findCRC32(object), packs)) {
                    verified.verify(object, object.getType());
                    progress.update(0);
                }
            }
        } finally {
            copies.close();
        }
    }

    private static boolean isAsStored(ObjectId id, long checksum, Collection<Pack> packs) {
        return packs.stream().anyMatch(pack -> checksum(id, pack).equals(Optional.of(checksum)));
    }

    /// Empty also for a pack that has been put together with others meanwhile, or has an index that is of no use.
    private static Optional<Long> checksum(ObjectId id, Pack pack) {
        try {
            PackIndex index = pack.getIndex();
            return index.hasObject(id) && index.hasCRC32Support()
                    ? Optional.of(index.findCRC32(id))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private void write(Path file, DurableFiles.Content content) throws IOException {
        DurableFiles.writeUnfinished(file, out -> {
            var buffered = new BufferedOutputStream(new WatchedOutput(out, progress), BUFFER);
            content.writeTo(buffered);
            buffered.flush();
        });
    }

    /// Says that something moves, also in the middle of a large object: JGit does so between objects.
    private static final class WatchedOutput extends FilterOutputStream {

        private final ProgressMonitor progress;

        WatchedOutput(OutputStream out, ProgressMonitor progress) {
            super(out);
            this.progress = progress;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            progress.update(0);
        }
    }
}
