package gitdav.remote;

import gitdav.program.ForeignText;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.Progress;
import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A branch of a git repository, reached by one of git's own protocols.
final class TransportBranch implements RemoteBranch {

    /// In seconds: JGit counts in milliseconds, as an int.
    private static final int LONGEST_TIMEOUT = 24 * 60 * 60;

    private final RemoteUrl url;
    private final GitStore store;
    private final TransportConfigCallback access;
    private final Duration timeout;

    /// @param access how to connect
    TransportBranch(RemoteUrl url, GitStore store, TransportConfigCallback access, Duration timeout) {
        this.url = url;
        this.store = store;
        this.access = access;
        this.timeout = timeout;
    }

    @Override
    public void fetch(int depth, Runnable onProgress) throws IOException {
        try (Transport transport = open()) {
            if (depth != EVERYTHING_NEW) {
                transport.setDepth(depth);
            }
            try (FetchConnection connection = transport.openFetch()) {
                Optional<Ref> theirs = branch(connection);
                if (theirs.isEmpty()) {
                    store.forgetRemote();
                } else if (depth != EVERYTHING_NEW || !theirs.map(Ref::getObjectId).equals(store.remoteHead())) {
                    // By the connection that has just said which it is: JGit's own fetch would make a second one.
                    connection.fetch(new Progress(onProgress), List.of(theirs.get()), Set.of());
                    store.rememberRemote(theirs.get().getObjectId());
                }
            }
        } catch (TransportException | NotSupportedException e) {
            throw failure("fetch from", e);
        }
    }

    @Override
    public void push(Runnable onProgress) throws IOException {
        Repository repository = store.repository();
        var update = new RemoteRefUpdate(repository, store.localRef(), store.localRef(), false, store.trackingRef(),
                null);
        PushResult result;
        try (Transport transport = open()) {
            transport.getPackConfig().setDeltaCompress(true);
            result = transport.push(Progress.silent(onProgress), List.of(update));
        } catch (TransportException | NotSupportedException e) {
            throw failure("push to", e);
        }
        switch (update.getStatus()) {
            case OK, UP_TO_DATE -> {
            }
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> throw RemoteException.movedOn(url);
            default -> throw RemoteException.of("push to", url, RemoteFailure.ofRefusal(refusal(update, result)), null);
        }
    }

    /// The server's own words come apart from what git says.
    private static String refusal(RemoteRefUpdate update, PushResult result) {
        return Stream.of(Optional.ofNullable(update.getMessage()).orElse(update.getStatus().name()),
                result.getMessages()).map(ForeignText::oneLine)
                .filter(text -> !text.isEmpty()).collect(Collectors.joining(": "));
    }

    private Transport open() throws TransportException, NotSupportedException, RemoteException {
        Transport transport = Transport.open(store.repository(), url.address());
        transport.setTimeout(Math.clamp(timeout.toSeconds(), 1, LONGEST_TIMEOUT));
        try {
            access.configure(transport);
        } catch (UncheckedIOException secret) {
            transport.close();
            throw RemoteException.of("log in to", url, RemoteFailure.ofSecret(secret.getCause()), secret.getCause());
        }
        return transport;
    }

    /// @return empty if the remote is
    private Optional<Ref> branch(FetchConnection connection) throws RemoteException {
        Optional<Ref> ours = Optional.ofNullable(connection.getRef(store.localRef()));
        if (ours.isEmpty()) {
            List<String> others = connection.getRefs().stream().map(Ref::getName)
                    .filter(name -> name.startsWith(Constants.R_HEADS)).map(Repository::shortenRefName).toList();
            if (!others.isEmpty()) {
                throw RemoteException.otherBranches(url, store.branch(), String.join(", ", others));
            }
        }
        return ours;
    }

    private RemoteException failure(String attempt, IOException e) {
        return RemoteException.of(attempt, url, RemoteFailure.of(e), e);
    }

    @Override
    public void close() {
        // Each transfer makes a connection of its own.
    }
}
