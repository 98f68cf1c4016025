package gitdav.container;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/// The setting that says how log lines look.
public final class LoggingOptions {

    /// How a log line looks.
    public enum Format {
        /// For people: time, level, message, see [TextLine].
        TEXT,
        /// For log collectors: a JSON object a line, see [JsonLine].
        JSON
    }

    @Option(names = "--log-format", paramLabel = "FORMAT", defaultValue = "text",
            description = "text: log lines for people; json: one JSON object a line (default: ${DEFAULT-VALUE})")
    private Format format;

    /// From now on, log lines look like that. To be called before anything is logged.
    public void apply() {
        if (format == Format.JSON && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root
                && root.getAppender(Logging.APPENDER) instanceof ConsoleAppender<ILoggingEvent> stderr) {
            var encoder = new JsonLine();
            encoder.setContext(root.getLoggerContext());
            encoder.start();
            stderr.setEncoder(encoder);
        }
    }
}
