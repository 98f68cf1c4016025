package gitdav.files;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/// Functions of the C library that call the system, for what Java has no name for, or is slow at. Not all of them are
/// there on other systems than Linux: each use needs another way as well.
final class SystemCall {

    /// Of an unknown `errno`.
    static final int NO_SUCH_CALL = -1;
    static final int ENOENT = 2;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    private static final int EACCES = 13;

    /// In place of a folder that a path counts from.
    static final int CURRENT_FOLDER = -100;

    /// Whether the numbers that the calls take mean what they mean here.
    static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

    /// Makes a function take the place for its `errno` ([#state(Arena)]) before everything else.
    private static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();

    private SystemCall() {}

    /// The function as a method; empty if the C library has none of that name.
    @SuppressWarnings("restricted")
    static Optional<MethodHandle> find(String name, FunctionDescriptor type, Linker.Option... options) {
        return LIBRARY.find(name).map(address -> LINKER.downcallHandle(address, type, options));
    }

    /// The same with a place for its `errno` ([#state(Arena)]) before everything else that it takes.
    static Optional<MethodHandle> findWithErrno(String name, FunctionDescriptor type, Linker.Option... options) {
        return find(name, type,
                Stream.concat(Stream.of(options), Stream.of(WITH_ERRNO)).toArray(Linker.Option[]::new));
    }

    /// A name as the C library takes it, with a zero byte at its end.
    static MemorySegment text(byte[] name, Arena arena) {
        MemorySegment text = arena.allocate(name.length + 1L);
        text.copyFrom(MemorySegment.ofArray(name));
        return text;
    }

    /// A place for a function's `errno`.
    static MemorySegment state(Arena arena) {
        return arena.allocate(STATE);
    }

    /// Why the last call with this state failed.
    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    /// What the JDK would throw for this `errno`.
    static FileSystemException failure(int errno, Path path) {
        String file = path.toString();
        return switch (errno) {
            case ENOENT -> new NoSuchFileException(file);
            case EEXIST -> new FileAlreadyExistsException(file);
            case ENOTDIR -> new NotDirectoryException(file);
            case EACCES -> new AccessDeniedException(file);
            default -> new FileSystemException(file, null, words(errno));
        };
    }

    @SuppressWarnings("restricted")
    private static String words(int errno) {
        try {
            MethodHandle strerror = find("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT)).orElseThrow();
            return ((MemorySegment) strerror.invokeExact(errno)).reinterpret(Long.MAX_VALUE).getString(0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same failure of the same class, with another path.
    static FileSystemException renamed(FileSystemException failure, Path path) {
        String file = path.toString();
        FileSystemException renamed = switch (failure) {
            case NoSuchFileException _ -> new NoSuchFileException(file);
            case FileAlreadyExistsException _ -> new FileAlreadyExistsException(file);
            case NotDirectoryException _ -> new NotDirectoryException(file);
            case DirectoryNotEmptyException _ -> new DirectoryNotEmptyException(file);
            case AccessDeniedException _ -> new AccessDeniedException(file);
            default -> new FileSystemException(file, null, failure.getReason());
        };
        renamed.initCause(failure);
        return renamed;
    }
}
