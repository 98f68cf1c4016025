package gitdav.remote;

import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A repository in a folder of this machine, opened without git's protocol.
final class RemoteFolder {

    private RemoteFolder() {}

    /// Opens it, whether there is one or not.
    static Repository open(Path folder) throws IOException {
        return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    }

    /// The newest commit of a branch; empty if the folder is no repository, or has no such branch.
    ///
    /// @param ref the branch's whole name
    static Optional<ObjectId> newest(Repository remote, String ref) throws IOException {
        return Optional.ofNullable(remote.exactRef(ref)).map(Ref::getObjectId);
    }
}
