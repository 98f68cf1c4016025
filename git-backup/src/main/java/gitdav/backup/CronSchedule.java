package gitdav.backup;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/// At the times of a cron expression: minute, hour, day of the month, month, day of the week, as in
/// [crontab(5)](https://man7.org/linux/man-pages/man5/crontab.5.html).
///
/// When clocks change it does what cron does. A time of the day comes once: as much later if clocks skip it, the first time
/// if it comes twice. An expression for every hour goes by the time that passes, and knows no such hours.
final class CronSchedule implements Schedule {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /// Longer than any clock was ever put forward, but for changes of the date line.
    private static final int LONGEST_GAP_HOURS = 3;

    private final Cron cron;
    private final ExecutionTime times;

    /// @throws IllegalArgumentException if this is no cron expression, or of a day that never comes
    CronSchedule(String expression) {
        cron = PARSER.parse(expression);
        times = ExecutionTime.forCron(cron);
        if (times.nextExecution(ZonedDateTime.now(ZoneOffset.UTC)).isEmpty()) {
            throw new IllegalArgumentException("that day never comes");
        }
    }

    @Override
    public ZonedDateTime next(ZonedDateTime after) {
        return isHourly() ? nextByTimePassed(after) : nextByClock(after);
    }

    private boolean isHourly() {
        return cron.retrieve(CronFieldName.HOUR).getExpression().asString().startsWith("*");
    }

    private ZonedDateTime nextByClock(ZonedDateTime after) {
        ZoneId zone = after.getZone();
        // What clocks have skipped comes later than they show; so it is looked for from before that.
        LocalDateTime local = after.toLocalDateTime().minusHours(LONGEST_GAP_HOURS);
        ZonedDateTime next;
        do {
            local = nextOnCalendar(local);
            next = local.atZone(zone);
        } while (!next.toInstant().isAfter(after.toInstant()));
        return next;
    }

    private ZonedDateTime nextByTimePassed(ZonedDateTime after) {
        ZonedDateTime next = nextOnCalendar(after.toLocalDateTime()).atOffset(after.getOffset())
                .atZoneSameInstant(after.getZone());
        if (next.getOffset().equals(after.getOffset())) {
            return next;
        }
        // Clocks change before it comes: what they show right after that is the new start.
        ZoneOffsetTransition change = after.getZone().getRules().nextTransition(after.toInstant());
        return nextOnCalendar(change.getDateTimeAfter().minusSeconds(1)).atOffset(change.getOffsetAfter())
                .atZoneSameInstant(after.getZone());
    }

    /// The library goes wrong where clocks change, so it is asked about a calendar on which they never do.
    private LocalDateTime nextOnCalendar(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).orElseThrow().toLocalDateTime();
    }

    @Override
    public String toString() {
        return "at the times of '" + cron.asString() + "'";
    }
}
