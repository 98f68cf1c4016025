package gitdav.remote.ssh;

import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.util.Readable;

/// The TCP connections of SSH, which report that bytes have come from the server. MINA SSHD finds this
/// class as a service.
///
/// It is the one place that shows whether a push moves on: what has been written may lie in buffers for minutes, and the
/// server's answer comes last. In between it says again and again that it is ready for more
/// ([SSH_MSG_CHANNEL_WINDOW_ADJUST](https://www.rfc-editor.org/rfc/rfc4254#section-5.2)), of which only SSH itself knows.
public final class WatchedConnections extends Nio2ServiceFactoryFactory {

    /// What is called, for the connections that are made while this is bound.
    public static final ScopedValue<Runnable> ON_RECEIVED = ScopedValue.newInstance();

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return new Nio2ServiceFactory(manager, newExecutor(), newExecutor()) {
            @Override
            public IoConnector createConnector(IoHandler handler) {
                return super.createConnector(new Watched(handler, ON_RECEIVED.orElse(() -> {})));
            }
        };
    }

    private record Watched(IoHandler handler, Runnable onReceived) implements IoHandler {

        @Override
        public void messageReceived(IoSession session, Readable message) throws Exception {
            onReceived.run();
            handler.messageReceived(session, message);
        }

        @Override
        public void sessionCreated(IoSession session) throws Exception {
            handler.sessionCreated(session);
        }

        @Override
        public void sessionClosed(IoSession session) throws Exception {
            handler.sessionClosed(session);
        }

        @Override
        public void exceptionCaught(IoSession session, Throwable cause) throws Exception {
            handler.exceptionCaught(session, cause);
        }
    }
}
