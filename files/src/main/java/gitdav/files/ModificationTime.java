package gitdav.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/// Sets when a file was modified last, by `utimensat(2)`. Java opens the file for that, asks for its other times, sets all
/// of them and closes it: more than the rights of a file may allow.
public final class ModificationTime {

    private static final int FOLLOW_NO_LINK = 0x100; // AT_SYMLINK_NOFOLLOW
    private static final long LEAVE_AS_IT_IS = (1 << 30) - 2; // UTIME_OMIT

    private static final long SECOND = 1_000_000_000;

    private static final Optional<MethodHandle> CALL = SystemCall.find("utimensat",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

    private ModificationTime() {}

    /// Sets it to the nanosecond, if the file system is that exact, and nothing else.
    ///
    /// @param path of a file, folder or link; none is followed
    /// @param time in nanoseconds since 1970
    public static void set(Path path, long time) throws IOException {
        Optional<byte[]> name = Statx.bytes(path);
        // Java also knows why, if it cannot be done.
        if (name.isEmpty() || CALL.isEmpty() || !set(name.get(), time, CALL.get())) {
            Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(time, TimeUnit.NANOSECONDS), null, null);
        }
    }

    private static boolean set(byte[] path, long time, MethodHandle call) {
        try (Arena arena = Arena.ofConfined()) {
            // Two of `struct timespec`: when the file was read, and when it was modified.
            MemorySegment times = arena.allocateFrom(JAVA_LONG, 0, LEAVE_AS_IT_IS, Math.floorDiv(time, SECOND),
                    Math.floorMod(time, SECOND));
            return (int) call.invokeExact(SystemCall.CURRENT_FOLDER, SystemCall.text(path, arena), times,
                    FOLLOW_NO_LINK) == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
