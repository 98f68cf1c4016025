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
import java.util.Optional;

/// Functions of the C library that call the system, for what Java has no name for, or is slow at. Not all of them are
/// there on other systems than Linux: whoever uses one needs another way as well.
final class SystemCall {

    /// Of an `errno` that nobody knows.
    static final int NO_SUCH_CALL = -1;
    static final int ENOENT = 2;
    static final int EEXIST = 17;
    static final int ENOTDIR = 20;

    /// In place of a folder that a path counts from.
    static final int CURRENT_FOLDER = -100;

    /// Whether the numbers that the calls take mean what they mean here.
    static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

    /// Makes a function take the place for its `errno` ([#state(Arena)]) before everything else.
    static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");

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
}
