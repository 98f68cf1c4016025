package gitdav.container;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// What a log line says, in `logback.xml` as `%singleLine`: without private keys, and on one line. A file's name may hold a
/// line break, and must not look like a line of ours.
public final class SingleLine extends MessageConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return Secrets.masked(super.convert(event)).replaceAll("\\p{Cntrl}", "?");
    }
}
