package gitdav.backup;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait after a failure: twice as long each time, and never quite the same, so that many pods do not come back
/// to a server that was down all at once.
final class Backoff {

    static final Duration FIRST = Duration.ofSeconds(20);
    static final Duration LONGEST = Duration.ofMinutes(20);

    private Duration limit = FIRST;

    /// How long to wait now: between half of the limit and all of it.
    Duration next() {
        long millis = limit.toMillis();
        Duration wait = Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
        Duration doubled = limit.multipliedBy(2);
        limit = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return wait;
    }

    /// After a success.
    void reset() {
        limit = FIRST;
    }
}
