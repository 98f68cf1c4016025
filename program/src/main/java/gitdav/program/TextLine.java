package gitdav.program;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// A log event for people: time, level and message on one line, without private keys. A file's name may hold a line break,
/// and must not look like a line of ours. Only the stack trace of a mistake of ours has lines of its own.
public final class TextLine extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
            .withZone(ZoneId.systemDefault());
    private static final int WIDTH_OF_LEVEL = 5;

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder();
        TIME.formatTo(event.getInstant(), line);
        String level = event.getLevel().toString();
        line.append(' ').append(level).repeat(' ', WIDTH_OF_LEVEL - level.length()).append(' ');
        line.append(ForeignText.withoutControl(Secrets.masked(event.getFormattedMessage()))).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(Secrets.masked(ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        return line.toString();
    }
}
