package gitdav.init;

import gitdav.volume.history.Version;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The setting `RESTORE_AT`: a version of the share, by a time or by its commit.
///
/// @param text as it was given
/// @param time the version is the newest one that is not younger; empty if it is named by its commit
/// @param commit its first hexadecimal digits; none if it is named by the time alone
record RestoreAt(String text, Optional<Instant> time, Optional<String> commit) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{4,40}");

    /// Reads the setting.
    ///
    /// @throws IllegalArgumentException if it is neither a time nor a commit
    static RestoreAt parse(String text) {
        Matcher name = Version.NAME_FORM.matcher(text);
        if (name.matches() && name.group("commit") != null) {
            return new RestoreAt(text, Optional.empty(), Optional.of(name.group("commit")));
        } else if (COMMIT.matcher(text).matches()) {
            return new RestoreAt(text, Optional.empty(), Optional.of(text));
        }
        try {
            String iso = name.matches() ? name.replaceFirst("${day}T${hour}:${minute}:${second}Z") : text;
            return new RestoreAt(text, Optional.of(OffsetDateTime.parse(iso).toInstant()), Optional.empty());
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException("'" + text + "' is neither a time such as 2026-11-28T14-03-00Z,"
                    + " 2026-11-28T14:03:00Z or 2026-11-28T15:03:00+01:00, nor the id of a commit, at least its first 4"
                    + " digits", noTime);
        }
    }

    /// Reads the setting for picocli.
    static final class Converter implements ITypeConverter<RestoreAt> {

        @Override
        public RestoreAt convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
