package gitdav.program;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
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

    /// From now on, log lines look as the arguments say. To be called before anything else is made of them: what is wrong
    /// with the settings is for log collectors, too.
    static void apply(String... arguments) {
        var options = new LoggingOptions();
        var line = new CommandLine(options).setUnmatchedArgumentsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true);
        line.getCommandSpec().parser().collectErrors(true);
        line.parseArgs(arguments);
        if (options.format == Format.JSON && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root
                && root.getAppender(Logging.APPENDER) instanceof ConsoleAppender<ILoggingEvent> stderr) {
            stderr.setEncoder(Logging.encoder(root.getLoggerContext(), new JsonLine()));
        }
    }

    /// Whether log lines are objects.
    static boolean isJson() {
        return LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root
                && root.getAppender(Logging.APPENDER) instanceof ConsoleAppender<ILoggingEvent> stderr
                && stderr.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> lines
                && lines.getLayout() instanceof JsonLine;
    }
}
