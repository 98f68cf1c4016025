package gitdav.webdav.protocol;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A time as ownCloud's clients and rclone send it: seconds since 1970, before which they are negative.
public final class UnixTime {

    private static final Pattern SECONDS = Pattern.compile("-?\\d{1,10}(\\.\\d{1,9})?");
    /// From the year 1677 to 2262, which is as many nanoseconds as fit into 64 bits.
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE, 9);

    private UnixTime() {}

    /// Reads a time; nothing if it is none.
    public static Optional<Instant> parse(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return Optional.empty();
        }
        var exact = new BigDecimal(text);
        if (exact.abs().compareTo(MOST) > 0) {
            return Optional.empty();
        }
        BigDecimal seconds = exact.setScale(0, RoundingMode.FLOOR);
        return Optional.of(Instant.ofEpochSecond(seconds.longValueExact(),
                exact.subtract(seconds).movePointRight(9).longValueExact()));
    }
}
