package gitdav.volume.disk;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Functions of the C library that call the system, for what Java has no name for, or is slow at. Not all of them are
/// there on other systems than Linux: whoever uses one needs another way as well.
final class SystemCall {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();

    private SystemCall() {}

    /// The function as a method; empty if the C library has none of that name.
    @SuppressWarnings("restricted")
    static Optional<MethodHandle> find(String name, FunctionDescriptor type, Linker.Option... options) {
        return LIBRARY.find(name).map(address -> LINKER.downcallHandle(address, type, options));
    }
}
