package gitdav.demo;

import gitdav.volume.FileTree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What outlives the local pod: its two volumes, and the remote's repository and keys.
///
/// @param folder holds all of it
record PodState(Path folder) {

    PodState {
        folder = folder.toAbsolutePath();
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

    /// Makes what is missing.
    void create() throws IOException {
        Files.createDirectories(data());
        Files.createDirectories(git());
        Files.createDirectories(remote());
    }

    /// Deletes everything.
    void forget() throws IOException {
        FileTree.delete(data());
        FileTree.delete(git());
        FileTree.delete(remote());
    }
}
