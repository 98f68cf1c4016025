package gitdav.program;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/// A logger for many lines: a thread of its own writes them to where all others go, and the caller goes on at once,
/// unless that thread is thousands of lines behind. No line is dropped.
public final class BackgroundLogger implements AutoCloseable {

    private static final int LINES_WAITING = 8192;

    /// In milliseconds: on a busy machine, the lines that wait may take longer than the usual second.
    private static final int MOST_AT_THE_END = 10_000;

    private final Logger logger;
    private final AsyncAppender background = new AsyncAppender();

    /// @param name the logger's
    public BackgroundLogger(String name) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var everything = new WhereAllLinesGo(context.getLogger(Logger.ROOT_LOGGER_NAME));
        everything.start();
        background.setContext(context);
        background.setQueueSize(LINES_WAITING);
        background.setDiscardingThreshold(0);
        background.setMaxFlushTime(MOST_AT_THE_END);
        background.addAppender(everything);
        background.start();
        logger = context.getLogger(name);
        logger.setAdditive(false);
        logger.addAppender(background);
    }

    /// Where to log.
    public org.slf4j.Logger logger() {
        return logger;
    }

    /// Returns when the lines that wait are written, after ten seconds at most.
    @Override
    public void close() {
        logger.detachAppender(background);
        background.stop();
    }

    /// Stopped with the background, unlike the real appenders, which are everybody's.
    private static final class WhereAllLinesGo extends AppenderBase<ILoggingEvent> {

        private final Logger root;

        WhereAllLinesGo(Logger root) {
            this.root = root;
        }

        @Override
        protected void append(ILoggingEvent event) {
            root.callAppenders(event);
        }
    }
}
