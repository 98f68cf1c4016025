package gitdav.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/// A file or folder that is open as a place, neither to be read nor to be written: `O_PATH` of
/// [open(2)](https://man7.org/linux/man-pages/man2/open.2.html). Opening one has no effect on it, also if it is a pipe or a
/// device, and a link is opened itself.
///
/// On systems without `/proc` it is only a path. Thread-safe, but for [#close].
final class Descriptor implements AutoCloseable {

    private static final Path ALL = Path.of("/proc/self/fd");

    private static final boolean IS_ARM = System.getProperty("os.arch").equals("aarch64");
    private static final int AS_A_PLACE = 0x200000 | 0x80000; // O_PATH, O_CLOEXEC
    private static final int NO_LINK = IS_ARM ? 0x8000 : 0x20000; // O_NOFOLLOW
    private static final int FOLDER = IS_ARM ? 0x4000 : 0x10000; // O_DIRECTORY
    private static final int LONGEST_TARGET = 4096;
    private static final int NONE = -1;

    private static final boolean ARE_THERE = SystemCall.IS_LINUX && Files.isDirectory(ALL);

    private final int number;
    private final Path path;
    /// The system gives the number to others afterwards: closed twice, it would be theirs.
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Descriptor(int number, Path path) {
        this.number = number;
        this.path = path;
    }

    private record Calls(MethodHandle openat, MethodHandle readlinkat, MethodHandle symlinkat, MethodHandle close) {

        private static final Calls ALL = new Calls(
                find("openat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                        Linker.Option.firstVariadicArg(3)),
                find("readlinkat", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG)),
                find("symlinkat", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS)),
                SystemCall.find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT)).orElseThrow());

        private static MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
            return SystemCall.findWithErrno(name, type, options).orElseThrow();
        }
    }

    /// Opens the folder that the path leads to, through whatever links.
    ///
    /// @throws NotDirectoryException if it leads to anything else
    static Descriptor of(Path path) throws IOException {
        return ARE_THERE
                ? open(SystemCall.CURRENT_FOLDER, path.toAbsolutePath(), AS_A_PLACE | FOLDER, path)
                : folderAt(path.toRealPath(), path);
    }

    /// Opens a folder in this one.
    ///
    /// @param name a single name
    /// @param shown the path of the folder, for messages
    /// @throws NotDirectoryException if a link, or anything else but a folder, is there
    Descriptor folder(Path name, Path shown) throws IOException {
        return number == NONE
                ? folderAt(path.resolve(name), shown)
                : open(number, name, AS_A_PLACE | NO_LINK | FOLDER, shown);
    }

    private static Descriptor folderAt(Path path, Path shown) throws IOException {
        var folder = new Descriptor(NONE, path);
        if (!folder.stat(shown).isFolder()) {
            throw new NotDirectoryException(shown.toString());
        }
        return folder;
    }

    /// Opens an entry of this folder itself, whatever it is.
    ///
    /// @param name a single name
    /// @param shown the path of the entry, for messages
    Descriptor entry(Path name, Path shown) throws IOException {
        return number == NONE
                ? new Descriptor(NONE, path.resolve(name))
                : open(number, name, AS_A_PLACE | NO_LINK, shown);
    }

    private static Descriptor open(int folder, Path name, int flags, Path shown) throws IOException {
        int opened = call(shown, (errno, memory) -> (int) Calls.ALL.openat.invokeExact(errno, folder,
                SystemCall.text(RawName.bytes(name), memory), flags));
        return new Descriptor(opened, ALL.resolve(Integer.toString(opened)));
    }

    /// A path that leads here and nowhere else, for as long as this is open.
    Path path() {
        return path;
    }

    /// What it is.
    FileStat stat(Path shown) throws IOException {
        Optional<FileStat> stat = stat(new byte[0]);
        // Java can do it on every system, and tells why it cannot be done.
        return stat.isPresent() ? stat.get() : slowly(shown);
    }

    private FileStat slowly(Path shown) throws IOException {
        try {
            return number == NONE ? FileStat.slowly(path) : FileStat.following(path);
        } catch (FileSystemException e) {
            throw SystemCall.renamed(e, shown);
        }
    }

    /// The state of an entry of this folder.
    ///
    /// @param name the entry's; of this itself if it is empty
    /// @return empty if there is none, or the system does not answer so
    Optional<FileStat> stat(byte[] name) {
        return number == NONE
                ? Optional.empty()
                : Statx.ofThread().filter(statx -> statx.ask(number, name)).map(Statx::answer);
    }

    /// The same as the JDK knows it.
    ///
    /// @return empty if there is none
    Optional<BasicFileAttributes> attributes(Path name) throws IOException {
        return number == NONE
                ? FileAttributes.of(path.resolve(name))
                : FileAttributes.of(number, RawName.bytes(name), path.resolve(name));
    }

    /// Where the link of this name in this folder leads.
    byte[] readLink(Path name, Path shown) throws IOException {
        if (number == NONE) {
            return RawName.bytes(Files.readSymbolicLink(path.resolve(name)));
        }
        byte[] target = new byte[LONGEST_TARGET];
        int length = call(shown, (errno, memory) -> {
            MemorySegment buffer = memory.allocate(LONGEST_TARGET);
            long read = (long) Calls.ALL.readlinkat.invokeExact(errno, number,
                    SystemCall.text(RawName.bytes(name), memory), buffer, (long) LONGEST_TARGET);
            MemorySegment.copy(buffer, 0, MemorySegment.ofArray(target), 0, Math.max(read, 0));
            return (int) read;
        });
        return Arrays.copyOf(target, length);
    }

    /// Makes a link of this name in this folder.
    void createLink(Path name, byte[] target, Path shown) throws IOException {
        if (number == NONE) {
            Files.createSymbolicLink(path.resolve(name), Path.of(new String(target, StandardCharsets.UTF_8)));
            return;
        }
        call(shown, (errno, memory) -> (int) Calls.ALL.symlinkat.invokeExact(errno, SystemCall.text(target, memory),
                number, SystemCall.text(RawName.bytes(name), memory)));
    }

    private interface Call {
        int run(MemorySegment errno, Arena memory) throws Throwable;
    }

    private static int call(Path shown, Call call) throws IOException {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment errno = SystemCall.state(memory);
            int result = call.run(errno, memory);
            if (result < 0) {
                throw SystemCall.failure(SystemCall.errno(errno), shown);
            }
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (number == NONE || isClosed.getAndSet(true)) {
            return;
        }
        try {
            int _ = (int) Calls.ALL.close.invokeExact(number);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
