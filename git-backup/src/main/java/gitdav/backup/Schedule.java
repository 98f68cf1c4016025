package gitdav.backup;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// When to back up. Immutable; knows nothing of git.
sealed interface Schedule permits Schedule.Every, Schedule.Daily, CronSchedule {

    /// The first time strictly after the given one, in its time zone.
    ZonedDateTime next(ZonedDateTime after);

    /// Again and again after a period.
    record Every(Duration period) implements Schedule {

        @Override
        public ZonedDateTime next(ZonedDateTime after) {
            return after.plus(period);
        }

        @Override
        public String toString() {
            return "every " + period.toString().substring(2).toLowerCase(Locale.ROOT);
        }
    }

    /// At certain times of every day, each exactly once a day.
    ///
    /// When the clock is put forward over such a time, it comes as much later as the clock was moved; when an hour
    /// comes twice, the first one counts ([ZonedDateTime#of]).
    ///
    /// @param times the times of the day, at least one
    record Daily(List<LocalTime> times) implements Schedule {

        public Daily {
            times = times.stream().sorted().distinct().toList();
        }

        @Override
        public ZonedDateTime next(ZonedDateTime after) {
            ZoneId zone = after.getZone();
            LocalDate today = after.toLocalDate();
            return Stream.of(today, today.plusDays(1)).flatMap(day -> times.stream().map(day::atTime))
                    .map(time -> time.atZone(zone)).filter(time -> time.toInstant().isAfter(after.toInstant()))
                    .min(ZonedDateTime::compareTo).orElseThrow();
        }

        @Override
        public String toString() {
            return times.stream().map(LocalTime::toString).collect(Collectors.joining(", ", "every day at ", ""));
        }
    }
}
