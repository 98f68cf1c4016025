package gitdav.backup;

import gitdav.container.DurationConverter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Arrays;

/// Reads `RUNAT`: `HH:MM`, several of them with commas between, or a period such as `30s`.
final class ScheduleConverter implements ITypeConverter<Schedule> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm")
            .withResolverStyle(ResolverStyle.STRICT);

    @Override
    public Schedule convert(String text) {
        try {
            return text.contains(":")
                    ? new Schedule.Daily(
                            Arrays.stream(text.split(",", -1)).map(time -> LocalTime.parse(time.strip(), TIME))
                                    .toList())
                    : new Schedule.Every(new DurationConverter().convert(text));
        } catch (DateTimeParseException | TypeConversionException e) {
            throw new TypeConversionException("'" + text + "' is neither a time of the day such as 03:15 (several:"
                    + " 03:15,15:15) nor a period such as 30s");
        }
    }
}
