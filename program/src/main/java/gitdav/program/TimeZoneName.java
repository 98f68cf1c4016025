package gitdav.program;

import java.time.ZoneId;
import java.util.Optional;
import java.util.TimeZone;

/// Java takes the time zone from `TZ`, and UTC without a word where it does not know it.
final class TimeZoneName {

    private static final String UTC = "GMT";

    private TimeZoneName() {}

    /// What to change so that times are in the zone that is meant, if anything.
    ///
    /// @param name the value of `TZ`; null if it is not set
    static Optional<String> problem(String name) {
        // As the Java runtime does before it looks the name up.
        String zone = name == null ? "" : name.replaceFirst("^:", "").replaceFirst("^posix/", "");
        if (zone.isEmpty() || zone.matches("GMT([+-]0{1,2}(:?00)?)?")
                || !TimeZone.getTimeZone(zone).getID().equals(UTC)) {
            return Optional.empty();
        }
        String meant = ZoneId.getAvailableZoneIds().stream().filter(zone::equalsIgnoreCase).findFirst()
                .map(known -> "set TZ=" + known).orElse("expected a name such as Europe/Berlin or UTC");
        return Optional.of("TZ: '" + zone + "' is not a time zone that Java knows, and times would be UTC; " + meant);
    }
}
