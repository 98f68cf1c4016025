package gitdav.files;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/// A folder whose files are asked for, one after the other: it is looked up once, by `open(2)`, and not for every file in
/// it. Thread-safe.
public final class OpenFolder implements AutoCloseable {

    private static final int AS_A_PLACE = 0x200000 | 0x80000; // O_PATH, O_CLOEXEC
    private static final int NOWHERE = -1;

    private static final Optional<MethodHandle> OPEN = SystemCall.find("open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final Optional<MethodHandle> CLOSE = SystemCall.find("close",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int descriptor;

    private OpenFolder(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Opens it. One that cannot be opened has no answer for any file, and Java is to be asked, which also knows why.
    public static OpenFolder at(Path folder) {
        Optional<byte[]> name = Statx.bytes(folder);
        boolean isPossible = name.isPresent() && OPEN.isPresent() && CLOSE.isPresent() && Statx.ofThread().isPresent();
        return new OpenFolder(isPossible ? open(name.get()) : NOWHERE);
    }

    /// The state of a file or link in it.
    ///
    /// @param name the file's, as the system has it
    /// @return empty if there is no answer
    public Optional<FileStat> stat(byte[] name) {
        return descriptor == NOWHERE
                ? Optional.empty()
                : Statx.ofThread().filter(statx -> statx.ask(descriptor, name)).map(Statx::answer);
    }

    private static int open(byte[] folder) {
        try (Arena memory = Arena.ofConfined()) {
            return (int) OPEN.orElseThrow().invokeExact(SystemCall.text(folder, memory), AS_A_PLACE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (descriptor != NOWHERE) {
            try {
                int _ = (int) CLOSE.orElseThrow().invokeExact(descriptor);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
