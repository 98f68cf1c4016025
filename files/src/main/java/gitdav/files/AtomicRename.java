package gitdav.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/// Renames that replace nothing, for folders in which others are at work: `renameat2(2)`, which Java does not offer.
public final class AtomicRename {

    private static final int NO_REPLACE = 1;
    private static final int EXCHANGE = 2;

    private static final Optional<MethodHandle> RENAMEAT2 = SystemCall.findWithErrno("renameat2",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));

    private AtomicRename() {}

    /// Moves a file to a place where nothing is.
    ///
    /// @return false if something is there; then nothing has been done
    /// @throws NoSuchFileException if the folder is gone
    /// @throws FileSystemException also if the place is on another file system
    public static boolean intoFreePlace(Path from, Path to) throws IOException {
        int errno = rename(from, to, NO_REPLACE);
        switch (errno) {
            case 0 -> {
                return true;
            }
            case SystemCall.EEXIST -> {
                return false;
            }
            case SystemCall.ENOENT, SystemCall.ENOTDIR -> throw new NoSuchFileException(to.toString());
            case SystemCall.EXDEV -> throw SystemCall.failure(errno, to);
            default -> {
                // Not on this file system: two steps, the first of which replaces nothing, either.
            }
        }
        try {
            Files.createLink(to, from);
            Files.delete(from);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            return overPlaceholder(from, to);
        }
        return true;
    }

    /// On a file system without links (exFAT): an empty file takes the place, and is replaced.
    private static boolean overPlaceholder(Path from, Path to) throws IOException {
        try {
            Files.createFile(to);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(to);
            throw e;
        }
        return true;
    }

    /// Lets each of two files take the place of the other, so that what was in either place is still there.
    ///
    /// Where the file system cannot do that (NFS), the first one replaces the second.
    ///
    /// @throws NoSuchFileException if one of them is gone
    public static void exchange(Path one, Path other) throws IOException {
        int errno = rename(one, other, EXCHANGE);
        switch (errno) {
            case 0 -> {
            }
            case SystemCall.ENOENT, SystemCall.ENOTDIR -> throw new NoSuchFileException(other.toString());
            default -> Files.move(one, other, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static int rename(Path from, Path to, int flags) throws IOException {
        if (RENAMEAT2.isEmpty()) {
            return SystemCall.NO_SUCH_CALL;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = SystemCall.state(arena);
            int result = (int) RENAMEAT2.get().invokeExact(state, SystemCall.CURRENT_FOLDER,
                    SystemCall.text(RawName.bytes(from), arena),
                    SystemCall.CURRENT_FOLDER,
                    SystemCall.text(RawName.bytes(to), arena), flags);
            return result == 0 ? 0 : SystemCall.errno(state);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new FileSystemException(from.toString(), to.toString(), e.toString());
        }
    }
}
