package gitdav.backup;

import gitdav.program.DurationConverter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;

/// Reads `BACKUP_ON_CHANGE`: `off`, or how long the volume must be quiet.
final class QuietConverter implements ITypeConverter<Duration> {

    /// No duration that a user can ask for.
    static final Duration OFF = Duration.ZERO;

    @Override
    public Duration convert(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        try {
            return new DurationConverter().convert(text);
        } catch (TypeConversionException e) {
            throw new TypeConversionException("'" + text + "' is neither off nor a duration such as 30s or 5m");
        }
    }
}
