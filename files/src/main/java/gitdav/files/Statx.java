package gitdav.files;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

/// Asks the system for a file's state by `statx(2)`. Java can tell the same, but only as a map with an object for each
/// number, which takes several times as long; and git-init asks for every file of a volume.
///
/// Each thread has its own, with the place for one path and one answer.
final class Statx {

    private static final int NOFOLLOW_LINKS = 0x100; // AT_SYMLINK_NOFOLLOW
    private static final int EMPTY_PATH = 0x1000; // AT_EMPTY_PATH
    private static final int BIRTH = 0x800;
    private static final int BASIC_STATS_AND_BIRTH = 0xfff;

    /// `struct statx`, the same on every processor.
    private static final long SIZE_OF_ANSWER = 256;
    private static final long MASK = 0;
    private static final long MODE = 28;
    private static final long INODE = 32;
    private static final long SIZE = 40;
    private static final long READ = 64;
    private static final long BORN = 80;
    private static final long CHANGED = 96;
    private static final long MODIFIED = 112;
    private static final long NANOSECONDS = 8; // behind the seconds
    private static final long DEVICE = 136; // two numbers

    private static final int LONGEST_PATH = 4096;
    private static final long SECOND = 1_000_000_000;

    private static final Optional<MethodHandle> CALL = SystemCall.findWithErrno("statx",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final ThreadLocal<Statx> OF_THREAD = ThreadLocal
            .withInitial(() -> new Statx(CALL.orElseThrow(), Arena.ofAuto()));

    private final MethodHandle call;
    private final MemorySegment errno;
    private final MemorySegment path;
    private final MemorySegment answer;

    private Statx(MethodHandle call, Arena memory) {
        this.call = call;
        errno = SystemCall.state(memory);
        path = memory.allocate(LONGEST_PATH);
        answer = memory.allocate(SIZE_OF_ANSWER, Long.BYTES);
    }

    /// One that lives as long as this memory; empty if the system cannot be asked. For threads that live but for a moment.
    static Optional<Statx> in(Arena memory) {
        return CALL.map(call -> new Statx(call, memory));
    }

    /// The one of this thread; empty if the system cannot be asked.
    static Optional<Statx> ofThread() {
        return CALL.isPresent() ? Optional.of(OF_THREAD.get()) : Optional.empty();
    }

    /// The state of the file or link itself; empty if the system could not be asked so, or had no answer. Then Java is to be
    /// asked, which also knows why.
    static Optional<FileStat> of(Path file) {
        return bytes(file).flatMap(name -> ofThread().filter(statx -> statx.ask(name)).map(Statx::answer));
    }

    /// A path as the system knows it; empty if the path's text does not say it.
    static Optional<byte[]> bytes(Path path) {
        String text = path.toString();
        return RawName.isText(text) ? Optional.of(text.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    /// Asks for a file.
    ///
    /// @return whether there is an answer
    boolean ask(byte[] file) {
        return ask(SystemCall.CURRENT_FOLDER, file);
    }

    /// Asks for a file in a folder.
    ///
    /// @param folder its descriptor
    /// @param name if it is empty, the descriptor itself is meant
    /// @return whether there is an answer
    boolean ask(int folder, byte[] name) {
        if (name.length >= LONGEST_PATH) {
            return false;
        }
        MemorySegment.copy(name, 0, path, JAVA_BYTE, 0, name.length);
        path.set(JAVA_BYTE, name.length, (byte) 0);
        try {
            return (int) call.invokeExact(errno, folder, path, NOFOLLOW_LINKS | EMPTY_PATH, BASIC_STATS_AND_BIRTH,
                    answer) == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether the last file that was asked for is known not to be there.
    boolean saysNothingIsThere() {
        return SystemCall.errno(errno) == SystemCall.ENOENT;
    }

    /// What the last file is that was asked for.
    FileStat answer() {
        return new FileStat(mode(), inode(), size(), modified(), changed());
    }

    /// Type and permissions of the file that was asked for last, as in `stat(2)`.
    private int mode() {
        return Short.toUnsignedInt(answer.get(JAVA_SHORT, MODE));
    }

    /// Its inode.
    private long inode() {
        return answer.get(JAVA_LONG, INODE);
    }

    /// Its size in bytes.
    private long size() {
        return answer.get(JAVA_LONG, SIZE);
    }

    /// When its content changed last, in nanoseconds since 1970.
    private long modified() {
        return time(MODIFIED);
    }

    /// When anything about it changed last, in nanoseconds since 1970.
    private long changed() {
        return time(CHANGED);
    }

    /// Everything that Java would know of it.
    FileAttributes attributes() {
        FileTime modified = exactTime(MODIFIED);
        boolean isBirthKnown = (answer.get(JAVA_INT, MASK) & BIRTH) != 0;
        return new FileAttributes(mode(), answer.get(JAVA_LONG, DEVICE), inode(), size(), exactTime(READ), modified,
                isBirthKnown ? exactTime(BORN) : modified);
    }

    /// In any year.
    private FileTime exactTime(long offset) {
        return FileTime.from(
                Instant.ofEpochSecond(answer.get(JAVA_LONG, offset), answer.get(JAVA_INT, offset + NANOSECONDS)));
    }

    private long time(long offset) {
        return answer.get(JAVA_LONG, offset) * SECOND + answer.get(JAVA_INT, offset + NANOSECONDS);
    }
}
