package gitdav.webdav.lock;

import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.memory.MemoryShare;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.Location;
import gitdav.webdav.protocol.MemberFailure;
import gitdav.webdav.protocol.MemberFailuresException;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All write locks, and what they forbid ([RFC 4918, section 7](https://www.rfc-editor.org/rfc/rfc4918#section-7)).
///
/// Changed by one thread at a time, which the share sees to; read by any number.
public final class Locks {

    /// [RFC 4918, section 6.5](https://www.rfc-editor.org/rfc/rfc4918#section-6.5)
    static final String SCHEME = "urn:uuid:";

    /// No office has as many; each costs memory and a file.
    private static final int MAX_LOCKS = 10_000;
    private static final int MAX_LOCKS_AT_ONE_PATH = 100;

    /// What a request for a lock breaks, and what a write breaks ([RFC 4918, section
    /// 16](https://www.rfc-editor.org/rfc/rfc4918#section-16)).
    private static final String NO_CONFLICT = "no-conflicting-lock";
    private static final String TOKEN_SUBMITTED = "lock-token-submitted";

    /// Of all that a refusal has to name, so many are; each path can have 4 KiB.
    private static final int MAX_NAMED = 100;

    private final LockStore store;
    private final MemoryShare memory;
    private final LockTable table = new LockTable();

    private final int most;

    private Locks(LockStore store, MemoryShare memory, int most) {
        this.store = store;
        this.memory = memory;
        this.most = most;
    }

    /// The locks that are still in force from before the server was started.
    ///
    /// @param folder where they are stored
    /// @param memory where they are accounted for
    public static Locks open(OpenFolder folder, Staging staging, Durability durability, MemoryShare memory)
            throws IOException {
        return open(folder, staging, durability, memory, MAX_LOCKS);
    }

    static Locks open(OpenFolder folder, Staging staging, Durability durability, MemoryShare memory, int most)
            throws IOException {
        var store = new LockStore(folder, staging, durability);
        var locks = new Locks(store, memory, most);
        store.load(lock -> {
            boolean fits = memory.tryTake(lock.size());
            if (fits) {
                locks.table.put(lock);
            }
            return fits;
        });
        locks.dropExpired();
        return locks;
    }

    /// All of them, in no particular order.
    public Collection<Lock> all() {
        return List.copyOf(table.all());
    }

    /// A token for a new lock, which cannot be guessed.
    public static String newToken() {
        return SCHEME + UUID.randomUUID();
    }

    /// How many are in force.
    public int count() {
        return (int) table.all().stream().filter(lock -> !lock.isExpired()).count();
    }

    /// Whether any is in force.
    public boolean areInForce() {
        return table.areInForce();
    }

    /// The lock with this token, if it is in force and covers the path.
    public Optional<Lock> find(String token, SharePath path) {
        return table.withToken(token).filter(lock -> lock.covers(path));
    }

    /// The locks in force for what is at a path.
    public List<Lock> on(SharePath path) {
        return table.all().isEmpty()
                ? List.of()
                : path.andAbove().flatMap(table::rootedAt).filter(lock -> lock.covers(path)).toList();
    }

    /// Takes a lock, or refreshes one.
    ///
    /// @param room asked before it is stored
    /// @throws DavException with 507 if there are too many
    public void add(Lock lock, SpaceReservation room) throws IOException {
        dropExpired();
        boolean isNew = table.withToken(lock.token()).isEmpty();
        if (isNew && (table.all().size() >= most || table.rootedAt(lock.path()).count() >= MAX_LOCKS_AT_ONE_PATH
                || isTooMuchForOne(lock) || !memory.tryTake(lock.size()))) {
            throw new DavException(Status.SC_INSUFFICIENT_STORAGE, "There are too many locks already");
        }
        try {
            store.save(lock, room);
        } catch (IOException | RuntimeException notStored) {
            memory.giveBack(isNew ? lock.size() : 0);
            throw notStored;
        }
        table.put(lock);
        try {
            store.flush();
        } catch (IOException notFlushed) {
            if (isNew) {
                // Its client never learns the token.
                store.deleteIfPossible(lock);
                forget(lock);
            }
            throw notFlushed;
        }
    }

    /// A user leaves half of everything to the others.
    private boolean isTooMuchForOne(Lock lock) {
        if (lock.user().isEmpty()) {
            return false;
        }
        List<Lock> own = table.all().stream().filter(other -> other.user().equals(lock.user())).toList();
        return own.size() >= most / 2
                || own.stream().filter(other -> other.path().equals(lock.path())).count() >= MAX_LOCKS_AT_ONE_PATH / 2
                || lock.size() + own.stream().mapToLong(Lock::size).sum() > memory.size() / 2;
    }

    /// Releases a lock.
    ///
    /// @return how many bytes it had on the disk
    public long remove(Lock lock) throws IOException {
        store.delete(lock);
        forget(lock);
        store.flush();
        return LockStore.size(lock);
    }

    /// Releases the locks on what no longer is where it was: itself and all that was in it. The change that took it away has
    /// been made, whatever the disk says to this.
    public void removeWithin(SharePath path) {
        for (Lock lock : table.rootedWithin(path)) {
            store.deleteIfPossible(lock);
            forget(lock);
        }
    }

    private void forget(Lock lock) {
        table.remove(lock).ifPresent(removed -> memory.giveBack(removed.size()));
    }

    /// What must not be: a lock of another user on a path, or, for a deep lock, below it.
    ///
    /// @throws DavException if the new lock cannot be beside those there are
    /// @throws MemberFailuresException if only members of the folder have such locks
    ///         ([RFC 4918, section 9.10.9](https://www.rfc-editor.org/rfc/rfc4918#section-9.10.9))
    public void requireCompatible(SharePath path, boolean exclusive, boolean deep) {
        Predicate<Lock> conflicts = lock -> exclusive || lock.isExclusive();
        on(path).stream().filter(conflicts).findFirst().ifPresent(lock -> {
            throw lock.refusal(NO_CONFLICT);
        });
        if (deep) {
            List<MemberFailure> failures = new ArrayList<>(
                    failures(table.rootedWithin(path).stream().filter(conflicts), NO_CONFLICT));
            if (!failures.isEmpty()) {
                failures.add(MemberFailure.notDoneEither(new Location(path, true)));
            }
            MemberFailuresException.throwIfAny(failures);
        }
    }

    /// The content or the properties of what is at the path are going to change.
    ///
    /// @throws DavException if another user has locked it
    public void requireWritable(SharePath path, LockTokens tokens) {
        requireOne(on(path), tokens);
    }

    /// Something is going to come to the path, or go from there: the folder around it changes as well.
    ///
    /// @throws DavException if another user has locked either
    public void requireReplaceable(SharePath path, LockTokens tokens) {
        requireWritable(path, tokens);
        requireOne(table.rootedAt(path.parent()).toList(), tokens);
    }

    /// All that is in a folder is going to change.
    ///
    /// @throws DavException with a response for each member that another user has locked
    public void requireWritableWithin(SharePath path, LockTokens tokens) {
        MemberFailuresException.throwIfAny(failures(table.rootedWithin(path).stream().filter(
                lock -> !lock.path().equals(path) && table.rootedAt(lock.path()).noneMatch(tokens::open)),
                TOKEN_SUBMITTED));
    }

    private static List<MemberFailure> failures(Stream<Lock> locks, String rule) {
        return locks.map(lock -> MemberFailure.of(lock.root(), lock.refusal(rule))).distinct().limit(MAX_NAMED)
                .toList();
    }

    private static void requireOne(List<Lock> locks, LockTokens tokens) {
        if (!locks.isEmpty() && locks.stream().noneMatch(tokens::open)) {
            throw locks.getFirst().refusal(TOKEN_SUBMITTED);
        }
    }

    private void dropExpired() throws IOException {
        for (Lock lock : table.expired()) {
            remove(lock);
        }
    }
}
