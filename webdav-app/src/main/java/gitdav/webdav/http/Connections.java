package gitdav.webdav.http;

import org.eclipse.jetty.io.EofException;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The clients' connections. When there are as many as there may be, a new one takes the place of another: of the address
/// with the most of them, the one that has done the least for the longest time. So clients that hold many connections and
/// say little, on purpose or not, keep no others out.
///
/// Safe for use by many threads.
final class Connections {

    private final int most;
    private final Set<ClientConnection> all = ConcurrentHashMap.newKeySet();

    /// @param most how many there may be at a time
    Connections(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    int count() {
        return all.size();
    }

    /// Adds one, and ends another if there are too many. That is the new one if all others are busy. For the request of the
    /// other it is as if its client were gone.
    void add(ClientConnection added) {
        replacedBy(added).ifPresent(ended -> ended.end(new EofException("Another client needs the connection")));
    }

    /// Taken out at once: it is closed some time later, and the next new one has to take the place of another.
    private synchronized Optional<ClientConnection> replacedBy(ClientConnection added) {
        all.add(added);
        if (all.size() <= most) {
            return Optional.empty();
        }
        ClientConnection ended = leastBusy(added);
        all.remove(ended);
        return Optional.of(ended);
    }

    void remove(ClientConnection closed) {
        all.remove(closed);
    }

    private ClientConnection leastBusy(ClientConnection added) {
        Map<Object, Long> ofEach = all.stream()
                .collect(Collectors.groupingBy(ClientConnection::client, Collectors.counting()));
        return all.stream().filter(connection -> !connection.equals(added) && connection.isWaiting())
                .map(connection -> new Candidate(connection, ofEach.getOrDefault(connection.client(), 0L),
                        connection.millisBehind()))
                .max(Comparator.comparingLong(Candidate::ofItsClient).thenComparingLong(Candidate::millisBehind))
                .map(Candidate::connection).orElse(added);
    }

    /// As it was at one moment.
    private record Candidate(ClientConnection connection, long ofItsClient, long millisBehind) {}
}
