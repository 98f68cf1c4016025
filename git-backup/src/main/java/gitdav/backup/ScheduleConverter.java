package gitdav.backup;

import gitdav.program.DurationConverter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Arrays;

/// Reads `RUNAT` and `VERIFY_BACKUP`: `HH:MM`, several of them with commas between, a cron expression, or a period such as
/// `30s`.
final class ScheduleConverter implements ITypeConverter<Schedule> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm")
            .withResolverStyle(ResolverStyle.STRICT);
    private static final String EXPECTED = "a time of the day such as 03:15 (several: 03:15,15:15), a cron expression such"
            + " as '15 3 * * 1-5', or a period such as 30s";

    @Override
    public Schedule convert(String text) {
        try {
            if (text.contains(":")) {
                return new Schedule.Daily(
                        Arrays.stream(text.split(",", -1)).map(time -> LocalTime.parse(time.strip(), TIME)).toList());
            }
            return text.strip().contains(" ")
                    ? new CronSchedule(text.strip())
                    : new Schedule.Every(new DurationConverter().convert(text));
        } catch (DateTimeParseException | TypeConversionException e) {
            throw new TypeConversionException("'" + text + "' is not " + EXPECTED);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is not " + EXPECTED + " (" + e.getMessage() + ")");
        }
    }
}
