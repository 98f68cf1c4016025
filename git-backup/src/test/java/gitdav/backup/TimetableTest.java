package gitdav.backup;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// On a clock that the test sets: nobody may set the machine's.
class TimetableTest {

    private static final Schedule NIGHTLY = new ScheduleConverter().convert("03:15");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final SetClock clock = new SetClock("2026-06-01T12:00");

    @Test
    void nothingIsDueBeforeItsTime() {
        var timetable = new Timetable(NIGHTLY, clock, Optional.empty());

        assertThat(timetable.due()).isEqualTo(at("2026-06-02T03:15"));
        clock.set("2026-06-02T03:14:59");
        assertThat(timetable.isDue()).isFalse();
        assertThat(timetable.step()).isEqualTo(Duration.ofSeconds(1));
        clock.set("2026-06-02T03:15");
        assertThat(timetable.isDue()).isTrue();
        timetable.done(true);
        assertThat(timetable.isDue()).isFalse();
        assertThat(timetable.due()).isEqualTo(at("2026-06-03T03:15"));
    }

    @Test
    void runThatWasMissedIsDueAtTheStart() {
        assertThat(started("2026-06-01T03:14").isDue()).isTrue();
        assertThat(started("2026-06-01T03:16").isDue()).isFalse();
        assertThat(started("1970-01-01T01:00").isDue()).isTrue();
    }

    @Test
    void successInTheFutureKeepsNothingFromBeingDue() {
        assertThat(started("2030-01-01T00:00").due()).isEqualTo(at("2026-06-02T03:15"));
    }

    @Test
    void clockThatJumpsForwardIsNoticedWithinSeconds() {
        var timetable = new Timetable(NIGHTLY, clock, Optional.empty());

        assertThat(timetable.step()).isLessThanOrEqualTo(Duration.ofSeconds(10));
        clock.set("2026-06-07T00:00");

        assertThat(timetable.isDue()).isTrue();
    }

    @Test
    void clockThatIsPutBackByYearsDoesNotMakeItWaitForYears() {
        clock.set("2031-01-01T00:00");
        var timetable = new Timetable(NIGHTLY, clock, Optional.empty());
        clock.set("2026-06-01T12:00");

        assertThat(timetable.isDue()).isFalse();
        assertThat(timetable.due()).isEqualTo(at("2026-06-02T03:15"));
    }

    @Test
    void clockThatIsPutBackBySecondsRepeatsNothing() {
        clock.set("2026-06-02T03:15:01");
        var timetable = started("2026-06-01T03:15");
        timetable.done(true);
        clock.set("2026-06-02T03:14:30");

        assertThat(timetable.isDue()).isFalse();
        clock.set("2026-06-02T03:15");
        assertThat(timetable.isDue()).isFalse();
    }

    @Test
    void failureIsTriedAgainSoonThenLessOftenAndNeverInStep() {
        var timetable = new Timetable(NIGHTLY, clock, Optional.empty());
        Duration limit = Backoff.FIRST;
        for (int failures = 1; failures < 12; failures++) {
            timetable.done(false);
            assertThat(untilDue(timetable)).isBetween(limit.dividedBy(2), limit);
            limit = limit.compareTo(Backoff.LONGEST.dividedBy(2)) < 0 ? limit.multipliedBy(2) : Backoff.LONGEST;
        }
        timetable.done(true);
        assertThat(timetable.due()).isEqualTo(at("2026-06-02T03:15"));
        timetable.done(false);
        assertThat(untilDue(timetable)).isLessThanOrEqualTo(Backoff.FIRST);
    }

    @Test
    void failureIsNotTriedLaterThanTheRegularTime() {
        var timetable = new Timetable(new ScheduleConverter().convert("1s"), clock, Optional.empty());

        timetable.done(false);

        assertThat(untilDue(timetable)).isEqualTo(Duration.ofSeconds(1));
    }

    private Timetable started(String lastSuccess) {
        return new Timetable(NIGHTLY, clock, Optional.of(at(lastSuccess).toInstant()));
    }

    private Duration untilDue(Timetable timetable) {
        return Duration.between(clock.instant(), timetable.due());
    }

    private static ZonedDateTime at(String time) {
        return LocalDateTime.parse(time).atZone(BERLIN);
    }

    private static final class SetClock extends Clock {

        private Instant now;

        SetClock(String time) {
            set(time);
        }

        void set(String time) {
            now = at(time).toInstant();
        }

        @Override
        public ZoneId getZone() {
            return BERLIN;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
