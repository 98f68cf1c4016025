package gitdav.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/// Flushes all that was written to a file system at once, by `syncfs(2)`. Java itself can only flush file by file, which
/// takes ten times as long as writing them.
final class WholeFileSystem {

    private static final int READ_ONLY = 0;
    private static final FunctionDescriptor ON_DESCRIPTOR = FunctionDescriptor.of(JAVA_INT, JAVA_INT);

    private WholeFileSystem() {}

    /// Makes everything durable that is in the file system of this folder.
    ///
    /// @return false if the operating system cannot do that; then nothing has been done
    /// @throws IOException if something could not be written
    static boolean flush(Path folder) throws IOException {
        Optional<MethodHandle> syncfs = SystemCall.find("syncfs", ON_DESCRIPTOR);
        if (syncfs.isEmpty()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(folder.toString());
            int descriptor = (int) SystemCall.find("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.firstVariadicArg(2)).orElseThrow().invokeExact(path, READ_ONLY);
            if (descriptor < 0) {
                throw new IOException("cannot open " + folder + " to flush it");
            }
            try {
                if ((int) syncfs.get().invokeExact(descriptor) != 0) {
                    throw new IOException("cannot flush the file system of " + folder);
                }
            } finally {
                int closed = (int) SystemCall.find("close", ON_DESCRIPTOR).orElseThrow().invokeExact(descriptor);
                assert closed == 0;
            }
            return true;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
