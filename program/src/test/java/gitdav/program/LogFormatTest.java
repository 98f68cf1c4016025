package gitdav.program;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

class LogFormatTest {

    private static final String KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret \"part\" \\\n-----END-----\n";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    @Test
    void textLineIsOneLineWithTimeAndLevelWhateverTheMessage() {
        String line = new TextLine().doLayout(event("a file named \n{}", null, "x\ry"));

        assertThat(line).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[-+]\\d\\d:\\d\\d) WARN  "
                + "a file named \\?x\\?y\n");
    }

    @Test
    void textLineIsFollowedByTheStackTraceWithoutKeys() {
        String lines = new TextLine().doLayout(event("failed", new IllegalStateException("saw " + KEY)));

        assertThat(lines).contains(" WARN  failed\njava.lang.IllegalStateException: saw ***").doesNotContain("secret");
    }

    @Test
    void linesGoToStandardErrorAndThoseOfLibrariesNowhere() {
        assertThat(context.getLogger("ROOT").getAppender(Logging.APPENDER)).isInstanceOf(ConsoleAppender.class);
        assertThat(context.getLogger("gitdav.program").isInfoEnabled()).isTrue();
        assertThat(context.getLogger("org.eclipse.jgit.transport").isErrorEnabled()).isFalse();
    }

    @Test
    void jsonLineIsOneObjectWithLevelTimeAndMessage() {
        JsonNode line = json("a file named \"x\"\nin {}", "two lines\u2028\u0007");

        assertThat(line.get("level").stringValue()).isEqualTo("WARN");
        assertThat(line.get("time").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(line.get("logger").stringValue()).isEqualTo("gitdav");
        assertThat(line.get("message").stringValue())
                .isEqualTo("a file named \"x\"\nin two lines\u2028\u0007");
    }

    @Test
    void jsonLineHasTheStackTraceInIt() {
        var event = event("failed", new IllegalStateException("why", new IllegalArgumentException("deeper")));

        JsonNode line = JsonMapper.shared().readTree(encoded(event));

        assertThat(line.get("stackTrace").stringValue()).contains("IllegalStateException: why", "\tat ",
                "IllegalArgumentException: deeper");
    }

    @Test
    void factsOfAnEventAreMembersOfItsJsonLine() {
        LoggingEvent event = event("GET /file", null);
        event.addKeyValuePair(new KeyValuePair("path", "/\"file\""));
        event.addKeyValuePair(new KeyValuePair("status", 200));
        event.addKeyValuePair(new KeyValuePair("bytes", 5_000_000_000L));
        event.addKeyValuePair(new KeyValuePair("user", null));

        JsonNode line = JsonMapper.shared().readTree(encoded(event));

        assertThat(line.get("path").stringValue()).isEqualTo("/\"file\"");
        assertThat(line.get("status").intValue()).isEqualTo(200);
        assertThat(line.get("bytes").longValue()).isEqualTo(5_000_000_000L);
        assertThat(line.get("user").stringValue()).isEmpty();
    }

    @Test
    void keyIsMaskedInAJsonLineWhichStaysJson() {
        String base64 = Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));

        String line = encoded(event("read " + KEY, new IllegalStateException("saw " + KEY), "not used", base64));

        assertThat(line).doesNotContain("secret", base64.substring(20, 40));
        JsonNode json = JsonMapper.shared().readTree(line);
        assertThat(json.get("message").stringValue()).isEqualTo("read ***");
        assertThat(json.get("stackTrace").stringValue()).endsWith("IllegalStateException: saw ***");
        assertThat(json("git~{}@host", base64).get("message").stringValue()).isEqualTo("git~***");
    }

    private JsonNode json(String message, Object... arguments) {
        String line = encoded(event(message, null, arguments));
        assertThat(line.strip().lines()).hasSize(1);
        return JsonMapper.shared().readTree(line);
    }

    private LoggingEvent event(String message, Throwable failure, Object... arguments) {
        return new LoggingEvent("", context.getLogger("gitdav"),
                Level.WARN, message, failure, arguments);
    }

    private String encoded(LoggingEvent event) {
        return new JsonLine().doLayout(event);
    }
}
