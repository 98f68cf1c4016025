package gitdav.volume;

import org.eclipse.jgit.transport.Transport;

import java.util.Optional;

/// How a git server is reached, and how it is told who we are.
sealed interface RemoteAccess extends AutoCloseable permits SshAccess, HttpsAccess {

    /// Makes the transport connect this way.
    void use(Transport transport);

    /// Why the last server was refused, if it was by us.
    default Optional<String> refusal() {
        return Optional.empty();
    }

    @Override
    default void close() {
        // Most hold nothing.
    }
}
