package gitdav.program;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;

/// A log event as a JSON object on one line, without private keys: `time` (ISO 8601, UTC), `level`, `logger`, `message`, the
/// event's own facts such as `status` or `commit` beside them, and `stackTrace` if there is one.
final class JsonLine extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
            .withZone(ZoneOffset.UTC);

    @Override
    public String doLayout(ILoggingEvent event) {
        var members = new LinkedHashMap<String, Object>();
        members.put("time", TIME.format(event.getInstant()));
        members.put("level", event.getLevel().toString());
        members.put("logger", event.getLoggerName());
        members.put("message", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(fact -> members.put(fact.key, fact.value == null ? "" : fact.value));
        }
        if (event.getThrowableProxy() != null) {
            members.put("stackTrace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return Secrets.maskedInJson(Json.of(members)) + "\n";
    }
}
