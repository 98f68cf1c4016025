package gitdav.program;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

/// What libraries print, and how their threads end, goes the way of our log lines: to be found there, to look like them
/// (also as JSON), and without keys.
final class LibraryOutput {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LibraryOutput.class);

    private LibraryOutput() {}

    /// From now on, for the whole process. Nothing is changed if the log does not go where we send it: then a person has
    /// settings of their own for it, to see more.
    static void toLog() {
        Thread.setDefaultUncaughtExceptionHandler(LibraryOutput::log);
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root
                && root.getAppender(Logging.APPENDER) instanceof ConsoleAppender<ILoggingEvent> lines) {
            // Without this, the appender asks for System.err at each line, and would end up here.
            lines.setOutputStream(System.err);
            System.setErr(new PrintStream(new Lines(), true, StandardCharsets.UTF_8));
            LogManager.getLogManager().reset();
            LogManager.getLogManager().getLogger("").addHandler(new JdkLines());
        }
    }

    /// A disk that is full, or a line that breaks, is no mistake in a program: who waits for the thread says what it means.
    private static void log(Thread thread, Throwable failure) {
        Optional<IOException> io = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(IOException.class::isInstance).map(IOException.class::cast).reduce((_, deeper) -> deeper);
        if (io.isPresent()) {
            LOG.warn("thread '{}' has failed: {}", thread.getName(),
                    ForeignText.oneLine(Failure.describe(io.get())));
        } else {
            LOG.error("thread '{}' has failed", thread.getName(), failure);
        }
    }

    /// Logs each line that is written to it.
    private static final class Lines extends OutputStream {

        /// In bytes. No line of a log is longer.
        private static final int LONGEST = 1 << 16;

        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int character) {
            if (character == '\n' || line.size() == LONGEST) {
                String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
                line.reset();
                if (!text.isEmpty()) {
                    LOG.warn("{}", ForeignText.oneLine(text));
                }
            }
            if (character != '\n') {
                line.write(character);
            }
        }
    }

    /// Logs what comes by way of `java.util.logging`.
    private static final class JdkLines extends Handler {

        private static final java.util.logging.Formatter FORMATTER = new java.util.logging.SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                var log = LoggerFactory.getLogger(String.valueOf(line.getLoggerName()));
                String text = ForeignText.oneLine(FORMATTER.formatMessage(line));
                if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                    log.warn("{}", text, line.getThrown());
                } else {
                    log.info("{}", text, line.getThrown());
                }
            }
        }

        @Override
        public void flush() {
            // Each line is written at once.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
