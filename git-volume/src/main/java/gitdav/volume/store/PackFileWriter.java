package gitdav.volume.store;

import gitdav.files.DurableFiles;
import org.eclipse.jgit.internal.storage.file.BasePackIndexWriter;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.PackedObjectInfo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/// A new pack of a git store and its index ([the format](https://git-scm.com/docs/gitformat-pack)), every object whole.
///
/// Both are written and flushed under other names. JGit's own writer leaves flushing to others, who come too late: after
/// a power cut, an index without its pack's content would make the next backup believe that the objects are there.
final class PackFileWriter {

    private static final int HEADER = 12;
    private static final int COUNT_AT = 8;
    private static final int INDEX_VERSION = 2;
    private static final int BUFFER = 1 << 16;

    private final Path objects;
    private final Path file;
    private final FileChannel channel;
    private final CRC32 crc = new CRC32();
    private final CountingOutput out;
    private final List<PackedObjectInfo> entries = new ArrayList<>();

    private PackFileWriter(Path objects, Path file, FileChannel channel) {
        this.objects = objects;
        this.file = file;
        this.channel = channel;
        this.out = new CountingOutput(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
    }

    /// Begins a pack.
    ///
    /// @param objects the store's folder `objects`
    static PackFileWriter create(Path objects) throws IOException {
        Path file = LeftOvers.unfinishedPack(objects);
        var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        var pack = new PackFileWriter(objects, file, channel);
        byte[] header = ByteBuffer.allocate(HEADER).put(Constants.PACK_SIGNATURE).putInt(2).array();
        pack.out.write(header);
        return pack;
    }

    /// What goes into the pack.
    interface Bytes {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Adds an object.
    ///
    /// @param length of the content, in bytes
    void append(ObjectId id, int type, int length, Bytes deflated) throws IOException {
        var info = new Entry(id);
        info.setOffset(out.count);
        crc.reset();
        var checked = new CheckedOutputStream(out, crc);
        writeHeader(type, length, checked);
        deflated.writeTo(checked);
        info.setCRC((int) crc.getValue());
        entries.add(info);
    }

    private static void writeHeader(int type, int length, OutputStream out) throws IOException {
        int bits = (type << 4) | (length & 0xF);
        for (int rest = length >>> 4; rest > 0; rest >>>= 7) {
            out.write(bits | 0x80);
            bits = rest & 0x7F;
        }
        out.write(bits);
    }

    /// Whether nothing has been added yet.
    boolean isEmpty() {
        return entries.isEmpty();
    }

    /// Makes the pack durable, and then part of the store.
    ///
    /// @param progress called now and then
    /// @return its file
    Path finish(ProgressMonitor progress) throws IOException {
        out.flush();
        channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(entries.size()).flip(), COUNT_AT);
        byte[] checksum = checksum(progress);
        channel.write(ByteBuffer.wrap(checksum));
        channel.force(true);
        channel.close();
        String name = "pack-" + ObjectId.fromRaw(checksum).name();
        Path index = writeIndex(checksum);
        Path folder = objects.resolve("pack");
        Path visible = folder.resolve(name + ".pack");
        Files.move(file, visible, StandardCopyOption.ATOMIC_MOVE);
        // The index last: a pack without one is not looked at.
        DurableFiles.move(index, folder.resolve(name + ".idx"));
        return visible;
    }

    /// Known only at the end, because the number of objects is at the beginning.
    private byte[] checksum(ProgressMonitor progress) throws IOException {
        MessageDigest sha = Constants.newMessageDigest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        channel.position(0);
        while (channel.read(buffer) >= 0) {
            sha.update(buffer.flip());
            buffer.clear();
            progress.update(0);
        }
        return sha.digest();
    }

    private Path writeIndex(byte[] checksum) throws IOException {
        Collections.sort(entries);
        Path index = file.resolveSibling(file.getFileName() + ".idx");
        try (var indexChannel = FileChannel.open(index, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var buffered = new BufferedOutputStream(Channels.newOutputStream(indexChannel), BUFFER)) {
            BasePackIndexWriter.createVersion(buffered, INDEX_VERSION).write(entries, checksum);
            buffered.flush();
            indexChannel.force(true);
        }
        return index;
    }

    /// Throws away what was written. If even that fails, the next start clears it away ([LeftOvers]).
    void discard() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Nothing depends on it.
        }
    }

    private static final class Entry extends PackedObjectInfo {

        private static final long serialVersionUID = 1L;

        Entry(AnyObjectId id) {
            super(id);
        }
    }

    private static final class CountingOutput extends OutputStream {

        private final OutputStream out;
        private long count;

        CountingOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
