package gitdav.webdav.access;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What waits for its turn, address by address: one that has a great deal waiting waits behind its own. Thread-safe.
///
/// @param <T> what waits
final class PasswordQueue<T> {

    private final int most;
    /// No address without anything that waits; the first is the next whose turn it is.
    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();
    private int size;

    /// @param most how many may wait in all
    PasswordQueue(int most) {
        this.most = most;
    }

    /// Adds what waits.
    ///
    /// @return what there is no room for in exchange: the newest of the address that has most
    synchronized Optional<T> add(String address, T item) {
        waiting.computeIfAbsent(address, _ -> new ArrayDeque<>()).add(item);
        size++;
        notify();
        return size > most ? Optional.of(removeNewestOf(fullest())) : Optional.empty();
    }

    /// Takes what has waited longest of the address whose turn it is, and waits for it if there is none.
    synchronized T take() throws InterruptedException {
        while (size == 0) {
            wait();
        }
        String address = waiting.keySet().iterator().next();
        Deque<T> own = waiting.remove(address);
        size--;
        T first = own.removeFirst();
        if (!own.isEmpty()) {
            waiting.put(address, own);
        }
        return first;
    }

    /// The one that came last, if several have as many.
    private String fullest() {
        String fullest = null;
        for (var address : waiting.entrySet()) {
            if (fullest == null || address.getValue().size() >= waiting.get(fullest).size()) {
                fullest = address.getKey();
            }
        }
        return fullest;
    }

    private T removeNewestOf(String address) {
        Deque<T> own = waiting.get(address);
        size--;
        T newest = own.removeLast();
        if (own.isEmpty()) {
            waiting.remove(address);
        }
        return newest;
    }
}
