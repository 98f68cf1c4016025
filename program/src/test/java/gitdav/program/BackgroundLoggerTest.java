package gitdav.program;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class BackgroundLoggerTest {

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @BeforeEach
    void listen() {
        written.start();
        root.addAppender(written);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(written);
    }

    @Test
    void everyLineIsWrittenInOrderBeforeItIsClosed() {
        try (var lines = new BackgroundLogger("many")) {
            IntStream.range(0, 1000).forEach(number -> lines.logger().info("line {}", number));
        }

        assertThat(written.list).filteredOn(event -> event.getLoggerName().equals("many"))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(number -> "line " + number).toList());
    }

    @Test
    void allOtherLinesAreWrittenAfterItIsClosed() {
        new BackgroundLogger("many").close();

        LoggerFactory.getLogger("other").info("still there");

        assertThat(written.list).extracting(ILoggingEvent::getFormattedMessage).contains("still there");
    }
}
