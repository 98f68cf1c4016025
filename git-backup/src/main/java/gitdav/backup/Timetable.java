package gitdav.backup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/// When something is due: at the times of its schedule, and after a failure earlier. Thread-safe.
///
/// It goes by the clock on the wall, and asks it again and again: clocks are put right, and machines sleep.
final class Timetable {

    /// A clock that jumps forward is noticed after this time at the latest.
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    /// A clock that is put back by less than this repeats nothing; by more, its times are computed again.
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Schedule schedule;
    private final Clock clock;
    private final Backoff backoff = new Backoff();
    private ZonedDateTime due;
    private ZonedDateTime lastLook;

    /// On the clock on the wall, in the time zone that `TZ` names; Java reads it.
    ///
    /// @param lastSuccess if anything was due since then, it is due now
    Timetable(Schedule schedule, Optional<Instant> lastSuccess) {
        this(schedule, Clock.system(ZoneId.systemDefault()), lastSuccess);
    }

    /// @param clock with the time zone of the schedule
    /// @param lastSuccess if anything was due since then, it is due now
    Timetable(Schedule schedule, Clock clock, Optional<Instant> lastSuccess) {
        this.schedule = schedule;
        this.clock = clock;
        lastLook = ZonedDateTime.now(clock);
        Instant now = lastLook.toInstant();
        // One in the future is from a time when the clock was wrong.
        Instant last = lastSuccess.filter(time -> time.isBefore(now)).orElse(now);
        due = schedule.next(last.atZone(clock.getZone()));
        due = due.isBefore(lastLook) ? lastLook : due;
    }

    /// When it is due next; if one was missed, that is now.
    synchronized ZonedDateTime due() {
        return due;
    }

    synchronized boolean isDue() {
        ZonedDateTime now = ZonedDateTime.now(clock);
        if (now.isBefore(lastLook.minus(TOLERANCE))) {
            due = schedule.next(now);
        }
        lastLook = now;
        return !now.isBefore(due);
    }

    /// How long it may take until the question is worth asking again; zero or less if it is due.
    synchronized Duration step() {
        Duration left = Duration.between(ZonedDateTime.now(clock), due);
        return left.compareTo(LONGEST_STEP) < 0 ? left : LONGEST_STEP;
    }

    /// It has been done: a failure is not left until the next regular time, which may be a day away.
    synchronized void done(boolean succeeded) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        due = schedule.next(now);
        if (succeeded) {
            backoff.reset();
        } else {
            ZonedDateTime retry = now.plus(backoff.next());
            due = retry.isBefore(due) ? retry : due;
        }
    }
}
