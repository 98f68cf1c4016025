package gitdav.webdav.lock;

import gitdav.webdav.protocol.SharePath;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/// The locks in memory, to be found by token, by path, and by when they expire.
///
/// Changed by one thread at a time, read by any number. What is looked for is found only if it has not expired.
final class LockTable {

    private final Map<String, Lock> byToken = new ConcurrentHashMap<>();
    private final Map<SharePath, List<Lock>> byPath = new ConcurrentHashMap<>();
    /// The one that expires first comes first, so that the search for expired ones ends early.
    private final NavigableSet<Lock> byExpiry = new ConcurrentSkipListSet<>(
            Comparator.comparing(Lock::expires).thenComparing(Lock::token));

    /// Puts a lock in, in the stead of the one with the same token.
    void put(Lock lock) {
        Optional.ofNullable(byToken.put(lock.token(), lock)).ifPresent(byExpiry::remove);
        byExpiry.add(lock);
        byPath.merge(lock.path(), List.of(lock), (locks, added) -> Stream
                .concat(locks.stream().filter(other -> !other.token().equals(lock.token())), added.stream()).toList());
    }

    /// Takes out the lock with the same token, if it is there.
    Optional<Lock> remove(Lock lock) {
        Optional<Lock> removed = Optional.ofNullable(byToken.remove(lock.token()));
        removed.ifPresent(byExpiry::remove);
        byPath.computeIfPresent(lock.path(), (path, locks) -> {
            List<Lock> others = locks.stream().filter(other -> !other.token().equals(lock.token())).toList();
            return others.isEmpty() ? null : others;
        });
        return removed;
    }

    /// All of them, expired ones included, in no particular order.
    Collection<Lock> all() {
        return byToken.values();
    }

    /// Those that have expired.
    List<Lock> expired() {
        return byExpiry.stream().takeWhile(Lock::isExpired).toList();
    }

    /// Whether any has not.
    boolean areInForce() {
        Iterator<Lock> lastToExpire = byExpiry.descendingIterator();
        return lastToExpire.hasNext() && !lastToExpire.next().isExpired();
    }

    Optional<Lock> withToken(String token) {
        return Optional.ofNullable(byToken.get(token)).filter(lock -> !lock.isExpired());
    }

    /// Those whose root the path is.
    Stream<Lock> rootedAt(SharePath path) {
        return byPath.getOrDefault(path, List.of()).stream().filter(lock -> !lock.isExpired());
    }

    /// Those whose root is at the path or below it.
    List<Lock> rootedWithin(SharePath path) {
        return byToken.values().stream().filter(lock -> lock.path().isWithin(path) && !lock.isExpired()).toList();
    }
}
