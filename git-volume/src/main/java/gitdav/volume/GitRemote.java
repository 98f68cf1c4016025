package gitdav.volume;

import gitdav.volume.RemoteException.Kind;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The backup's place: one branch of one repository, somewhere else. Knows commits, and nothing of files.
///
/// Never forces: what the remote has is only ever added to. Not for use by several threads.
public final class GitRemote implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GitRemote.class);

    /// In seconds: JGit counts in milliseconds, as an int.
    private static final int LONGEST_TIMEOUT = 24 * 60 * 60;

    /// A depth without limit.
    public static final int WHOLE_HISTORY = 0;

    /// Instead of a number of commits.
    private static final int EVERYTHING_NEW = 0;

    private static final int NEWEST_ONLY = 1;

    private final RemoteUrl url;
    private final GitStore store;
    private final Optional<RemoteAccess> access;
    private final Duration timeout;
    private final Transfer transfer;

    /// @param access how to connect; empty if the remote is a folder
    GitRemote(RemoteUrl url, GitStore store, Optional<RemoteAccess> access, Duration timeout) {
        this.url = url;
        this.store = store;
        this.access = access;
        this.timeout = timeout;
        // Of SSH we see every byte; https has a time limit for every read, and a folder no line that could stand still.
        this.transfer = new Transfer(url.kind() == RemoteUrl.Kind.SSH ? timeout : Duration.ofSeconds(LONGEST_TIMEOUT));
    }

    /// Makes the repository, without any commit, if the remote is a folder and that folder is missing: a backup volume
    /// is born empty. The folder around it must exist. Servers alone can make repositories ([RemoteOptions#requireFolder]).
    ///
    /// @return whether it has been made just now
    public boolean createIfMissing() throws IOException {
        Path folder = Path.of(url.address().getPath());
        if (Files.exists(folder)) {
            return false;
        }
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        FileTree.delete(unfinished);
        GitStore.open(Files.createDirectory(unfinished), store.branch()).close();
        DurableFiles.flushTree(unfinished);
        DurableFiles.move(unfinished, folder);
        return true;
    }

    /// Brings what the remote has into the store, and makes the store's remote-tracking branch say exactly that: it may
    /// remember another remote, which GIT_URL named before, or this one before it was lost and made anew.
    ///
    /// @return the newest commit of the remote's branch; empty if the remote has no commit at all
    /// @throws RemoteException if the remote cannot be reached, or has branches but not ours: an empty share must not
    ///     start because of a misspelt name
    public Optional<ObjectId> fetch() throws IOException {
        return fetching(EVERYTHING_NEW);
    }

    /// The same, with a limit for a store that has no commit yet.
    ///
    /// @param depth how many commits that store gets; 0 for all, also in a store that has not all of them yet
    public Optional<ObjectId> fetch(int depth) throws IOException {
        if (depth == WHOLE_HISTORY) {
            boolean isShallow = store.isShallow();
            return fetching(isShallow ? Constants.INFINITE_DEPTH : EVERYTHING_NEW);
        }
        boolean isNew = store.head().isEmpty() && store.remoteHead().isEmpty();
        return fetching(isNew ? depth : EVERYTHING_NEW);
    }

    private Optional<ObjectId> fetching(int depth) throws IOException {
        return transfer.run("fetch from " + url, () -> fetchNow(depth));
    }

    private Optional<ObjectId> fetchNow(int depth) throws IOException {
        Optional<ObjectId> before = store.remoteHead();
        if (url.kind() == RemoteUrl.Kind.FOLDER && depth <= NEWEST_ONLY && fetchFromFolder(depth == NEWEST_ONLY)) {
            return moved(before);
        }
        try (Transport transport = open()) {
            Optional<ObjectId> theirs = newest(transport);
            if (theirs.isEmpty()) {
                store.forgetRemote();
            } else if (depth != EVERYTHING_NEW || !theirs.equals(before)) {
                if (depth != EVERYTHING_NEW) {
                    transport.setDepth(depth);
                }
                transport.fetch(new Progress(transfer::progress),
                        List.of(new RefSpec("+" + store.localRef() + ":" + store.trackingRef())));
            }
        } catch (TransportException | NotSupportedException e) {
            throw failure("fetch from", e);
        }
        return moved(before);
    }

    private boolean fetchFromFolder(boolean newestOnly) throws IOException {
        try {
            return FolderFetch.run(Path.of(url.address().getPath()), store, newestOnly,
                    new Progress(transfer::progress));
        } catch (CorruptObjectException | MissingObjectException e) {
            throw failure("fetch from", e);
        }
    }

    /// What the remote has now, which had something else before.
    private Optional<ObjectId> moved(Optional<ObjectId> before) throws IOException {
        Optional<ObjectId> after = store.remoteHead();
        if (before.isPresent() && (after.isEmpty() || !store.isAncestor(before.get(), after.get()))) {
            LOG.warn("{} no longer has commit {}, which it had: it was rewritten, or is another repository", url,
                    before.get().abbreviate(10).name());
        }
        return after;
    }

    /// Pushes the store's branch, and returns only once the remote has confirmed that it has it.
    ///
    /// @throws RemoteException if the remote cannot be reached or does not take it; nothing is lost, the commit stays in
    ///     the store
    public void push() throws IOException {
        transfer.run("push to " + url, () -> {
            pushNow();
            return null;
        });
    }

    /// Gives up the fetch or push that another thread is waiting for, and every later one until [#resume]: they fail at
    /// once, and nothing is lost.
    public void giveUp() {
        transfer.giveUp();
    }

    /// Allows transfers again, for a last time.
    ///
    /// @param atMost how long all of them together may take; what is not done then is given up
    public void resume(Duration atMost) {
        transfer.resume(atMost);
    }

    private void pushNow() throws IOException {
        Repository repository = store.repository();
        var update = new RemoteRefUpdate(repository, store.localRef(), store.localRef(), false, store.trackingRef(),
                null);
        PushResult result;
        try (Transport transport = open()) {
            transport.getPackConfig().setDeltaCompress(true);
            result = transport.push(Progress.silent(transfer::progress), List.of(update));
        } catch (TransportException | NotSupportedException e) {
            throw failure("push to", e);
        }
        switch (update.getStatus()) {
            case OK, UP_TO_DATE -> {
            }
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> throw new RemoteException(Kind.MOVED_ON,
                    "cannot push to " + url
                            + ": it has commits that this volume has not; they stay, and ours stay in the git store",
                    null);
            default -> {
                RemoteFailure refused = RemoteFailure.ofRefusal(refusal(update, result));
                throw new RemoteException(refused.kind(), "cannot push to " + url + ": " + refused.reason(), null);
            }
        }
    }

    /// The server's own words come apart from what git says.
    private static String refusal(RemoteRefUpdate update, PushResult result) {
        return Stream.of(Optional.ofNullable(update.getMessage()).orElse(update.getStatus().name()),
                result.getMessages()).map(text -> text.strip().replaceAll("\\s*\\R\\s*", "; "))
                .filter(text -> !text.isEmpty()).collect(Collectors.joining(": "));
    }

    private Transport open() throws TransportException, NotSupportedException {
        Transport transport = Transport.open(store.repository(), url.address());
        transport.setTimeout(Math.clamp(timeout.toSeconds(), 1, LONGEST_TIMEOUT));
        access.ifPresent(way -> way.use(transport));
        return transport;
    }

    private Optional<ObjectId> newest(Transport transport)
            throws TransportException, NotSupportedException, RemoteException {
        try (FetchConnection connection = transport.openFetch()) {
            Ref ours = connection.getRef(store.localRef());
            if (ours != null) {
                return Optional.of(ours.getObjectId());
            }
            List<String> others = connection.getRefs().stream().map(Ref::getName)
                    .filter(name -> name.startsWith(Constants.R_HEADS)).map(Repository::shortenRefName).toList();
            if (!others.isEmpty()) {
                throw new RemoteException(Kind.MISSING, url + " has no branch '" + store.branch()
                        + "', only " + String.join(", ", others) + "; set GIT_BRANCH", null);
            }
            return Optional.empty();
        }
    }

    private RemoteException failure(String attempt, IOException e) {
        RemoteFailure failure = access.flatMap(RemoteAccess::refusal)
                .map(reason -> new RemoteFailure(Kind.ACCESS, reason)).orElseGet(() -> RemoteFailure.of(e));
        return new RemoteException(failure.kind(), "cannot " + attempt + " " + url + ": " + failure.reason(), e);
    }

    @Override
    public void close() {
        access.ifPresent(RemoteAccess::close);
    }
}
