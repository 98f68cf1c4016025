package gitdav.demo;

import gitdav.files.FileTree;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// What outlives the local pod: its two volumes, and the remote's repository and keys. One pod at a time has it.
final class PodState implements AutoCloseable {

    private static final String LOCK = "pod.lock";

    private final Path folder;
    private final FileChannel lock;

    private PodState(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// Opens the state; makes what is missing.
    ///
    /// @param fresh whether to delete first what is there
    /// @throws IOException if another pod runs on it, or the folder holds something else
    static PodState open(Path folder, boolean fresh) throws IOException {
        Path absolute = folder.toAbsolutePath();
        Files.createDirectories(absolute);
        if (Files.notExists(absolute.resolve(LOCK)) && !isEmpty(absolute)) {
            throw new IOException(absolute + " was not made by demo/run; choose another folder with --state");
        }
        var lock = FileChannel.open(absolute.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException("another demo/run uses " + absolute
                    + "; stop it, or choose another folder with --state and another port with --port");
        }
        var state = new PodState(absolute, lock);
        if (fresh) {
            FileTree.delete(state.data());
            FileTree.delete(state.git());
            FileTree.delete(state.remote());
        }
        Files.createDirectories(state.data());
        Files.createDirectories(state.git());
        Files.createDirectories(state.remote());
        return state;
    }

    /// The data volume.
    Path data() {
        return folder.resolve("data");
    }

    /// The git volume.
    Path git() {
        return folder.resolve("git");
    }

    /// The remote.
    Path remote() {
        return folder.resolve("remote");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
