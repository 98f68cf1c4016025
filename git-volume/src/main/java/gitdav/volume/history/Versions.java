package gitdav.volume.history;

import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The versions of the share in a store: the commits of its branch itself, the newest first. What others had committed
/// before it was joined with these, the share has never been.
///
/// @param newest the commit that they lead up to
/// @param cutOff the commits before which the store's history is cut off
/// @param list the newest 100,000 at most: who writes a history may make it endless
public record Versions(Optional<ObjectId> newest, Set<ObjectId> cutOff, List<Version> list) {

    /// Each takes about 80 bytes of the heap.
    private static final int MOST = 100_000;

    /// Of a store that has none.
    public static final Versions NONE = new Versions(Optional.empty(), Set.of(), List.of());

    /// The versions that the store has now.
    ///
    /// @param known what it had a while ago; only what is new is read
    /// @throws IOException if a commit is missing or broken
    public static Versions in(GitStore store, Versions known) throws IOException {
        Optional<ObjectId> newest = store.head();
        Set<ObjectId> cutOff = store.history().cutOff();
        if (newest.isEmpty()) {
            return NONE;
        } else if (newest.equals(known.newest) && cutOff.equals(known.cutOff)) {
            return known;
        }
        List<Version> list = read(store, newest.get(), cutOff.equals(known.cutOff) ? known : NONE);
        return new Versions(newest, cutOff, named(list));
    }

    /// The versions up to a commit that need not be the newest of the store's branch.
    ///
    /// @throws IOException if a commit is missing or broken
    public static Versions upTo(GitStore store, ObjectId newest) throws IOException {
        return new Versions(Optional.of(newest), store.history().cutOff(), named(read(store, newest, NONE)));
    }

    private static List<Version> read(GitStore store, ObjectId newest, Versions known) throws IOException {
        var list = new ArrayList<Version>();
        try (var walk = new RevWalk(store.repository())) {
            walk.setRetainBody(false);
            walk.setFirstParent(true);
            walk.markStart(walk.parseCommit(newest));
            for (RevCommit commit = walk.next(); commit != null && list.size() < MOST; commit = walk.next()) {
                if (known.newest.filter(commit::equals).isPresent()) {
                    list.addAll(known.list.subList(0, Math.min(known.list.size(), MOST - list.size())));
                    break;
                }
                list.add(new Version(commit.copy(), commit.getCommitTime(), true));
            }
        }
        return list;
    }

    /// From the oldest on, so that no name goes to another version when new ones come.
    private static List<Version> named(List<Version> list) {
        var named = new ArrayList<Version>(list.size());
        var taken = new HashSet<Long>();
        for (Version version : list.reversed()) {
            named.add(new Version(version.commit(), version.seconds(), taken.add(version.seconds())));
        }
        return List.copyOf(named.reversed());
    }

    /// The version of this name.
    public Optional<Version> find(String name) {
        Optional<Long> seconds = Version.secondsIn(name);
        return seconds.isEmpty()
                ? Optional.empty()
                : list.stream().filter(version -> version.seconds() == seconds.get() && version.name().equals(name))
                        .findFirst();
    }

    /// The versions that come before one, or before a time, the newest first.
    ///
    /// @param before a version's name, or any time in the same form
    /// @return empty if it is neither
    public Optional<List<Version>> before(String before) {
        Optional<Long> seconds = Version.secondsIn(before);
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        int from = find(before).map(version -> list.indexOf(version) + 1).orElseGet(() -> firstBefore(seconds.get()));
        return Optional.of(list.subList(from, list.size()));
    }

    private int firstBefore(long seconds) {
        int first = 0;
        while (first < list.size() && list.get(first).seconds() >= seconds) {
            first++;
        }
        return first;
    }

    /// Whether these are all that there ever were: nothing is cut off before the oldest.
    public boolean isComplete() {
        return list.size() < MOST && (list.isEmpty() || !cutOff.contains(list.getLast().commit()));
    }
}
