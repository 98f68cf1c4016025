package gitdav.volume.history;

import org.eclipse.jgit.lib.ObjectId;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// A state of the share that was backed up.
///
/// @param seconds when it was committed, in seconds since 1970; who commits may say any time
/// @param isNamedByTime whether it is the oldest of this second, which the time alone names
public record Version(ObjectId commit, long seconds, boolean isNamedByTime) {

    /// No colons, which some systems allow in no name of a folder.
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final int DIGITS = 10;

    /// The form of a name. The groups `day`, `hour`, `minute` and `second` are the time; `commit`, which may be missing, tells
    /// versions of the same second apart.
    public static final Pattern NAME_FORM = Pattern
            .compile("(?<day>\\d{4}-\\d\\d-\\d\\d)T(?<hour>\\d\\d)-(?<minute>\\d\\d)-(?<second>\\d\\d)Z"
                    + "(-(?<commit>[0-9a-f]{" + DIGITS + "}))?");

    /// When it was committed, to the second.
    public Instant time() {
        return Instant.ofEpochSecond(seconds);
    }

    /// By what people know it: `2026-11-28T14-03-00Z`, in UTC, and for a further one of the same second the first digits of
    /// its commit behind that.
    public String name() {
        return isNamedByTime ? NAME.format(time()) : NAME.format(time()) + "-" + commit.abbreviate(DIGITS).name();
    }

    /// The time in a name of that form, in seconds since 1970; empty if there is none.
    static Optional<Long> secondsIn(String name) {
        int length = "2026-11-28T14-03-00Z".length();
        try {
            return Optional.of(Instant.from(NAME.parse(name.substring(0, Math.min(length, name.length()))))
                    .getEpochSecond());
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }
}
