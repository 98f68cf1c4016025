package gitdav.remote;

import gitdav.remote.ssh.SshAccess;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

import java.io.IOException;

/// A branch of a repository behind SSH. If it was we who refused the server, says why, which the library keeps to itself.
final class SshBranch implements RemoteBranch {

    private final RemoteUrl url;
    private final SshAccess access;
    private final RemoteBranch transport;

    /// @param transport the same branch, reached that way
    SshBranch(RemoteUrl url, SshAccess access, RemoteBranch transport) {
        this.url = url;
        this.access = access;
        this.transport = transport;
    }

    @Override
    public void fetch(int depth, Runnable onProgress) throws IOException {
        try {
            transport.fetch(depth, onProgress);
        } catch (RemoteException e) {
            throw explained("fetch from", e);
        }
    }

    @Override
    public void push(Runnable onProgress) throws IOException {
        try {
            transport.push(onProgress);
        } catch (RemoteException e) {
            throw explained("push to", e);
        }
    }

    private RemoteException explained(String attempt, RemoteException e) {
        return access.refusal().map(reason -> new RemoteFailure(RemoteException.Kind.ACCESS, reason))
                .map(failure -> RemoteException.of(attempt, url, failure, e))
                .or(() -> access.words().map(words -> withWords(attempt, words, e))).orElse(e);
    }

    /// Of whatever ends before git's protocol has begun, the library says that there is no repository.
    private RemoteException withWords(String attempt, String words, RemoteException e) {
        boolean isSaidToBeMissing = e.getCause() instanceof NoRemoteRepositoryException
                && !RemoteFailure.saysMissing(words);
        return isSaidToBeMissing
                ? RemoteException.of(attempt, url, RemoteFailure.ofRefusedLogin(words), e)
                : new RemoteException(e.kind(), e.getMessage() + "; the server says: " + words, e);
    }

    @Override
    public void close() {
        transport.close();
        access.close();
    }
}
