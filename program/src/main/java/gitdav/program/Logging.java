package gitdav.program;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// How all programs log: one line per event, on standard error, since standard output is for results that a program
/// prints.
///
/// Logback finds this class by its service file, and asks it after it has found no `logback.xml`. To read one takes longer
/// than most of what git-init does at a start.
@ConfiguratorRank(ConfiguratorRank.FALLBACK + 1)
public final class Logging extends ContextAwareBase implements Configurator {

    /// Where all lines go.
    static final String APPENDER = "stderr";

    /// Libraries: what they log as an error, they also throw, and then it is ours to report once, in our words.
    /// HostPort is the one class of Jetty that warns of what clients send, once for each request.
    private static final Map<String, Level> LIBRARIES = Map.of("org.eclipse.jgit", Level.OFF, "org.apache.sshd",
            Level.OFF, "software.amazon.awssdk", Level.OFF, "org.eclipse.jetty", Level.WARN,
            "org.eclipse.jetty.util.HostPort", Level.ERROR, "io.milton", Level.ERROR);

    /// Log lines as the layout makes them, in UTF-8.
    static Encoder<ILoggingEvent> encoder(Context context, Layout<ILoggingEvent> line) {
        line.setContext(context);
        line.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(line);
        encoder.start();
        return encoder;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            // The user wants to see more, or elsewhere.
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var stderr = new ConsoleAppender<ILoggingEvent>();
        stderr.setContext(context);
        stderr.setName(APPENDER);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder(context, new TextLine()));
        stderr.start();

        LIBRARIES.forEach((name, level) -> context.getLogger(name).setLevel(level));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(stderr);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
