package gitdav.volume;

import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.util.FS;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// SSH sessions that say whenever bytes have come or gone. JGit's own timeouts only look at single reads and writes, and
/// wait ten times as long for the answer to a push.
final class WatchedSessions extends SshSessionFactory {

    private final SshdSessionFactory sessions;
    private final Runnable onProgress;

    WatchedSessions(SshdSessionFactory sessions, Runnable onProgress) {
        this.sessions = sessions;
        this.onProgress = onProgress;
    }

    @Override
    public RemoteSession getSession(URIish uri, CredentialsProvider credentials, FS fs, int timeout)
            throws TransportException {
        RemoteSession2 session = sessions.getSession(uri, credentials, fs, timeout);
        onProgress.run();
        return new WatchedSession(session);
    }

    @Override
    public String getType() {
        return sessions.getType();
    }

    private final class WatchedSession implements RemoteSession2 {

        private final RemoteSession2 session;

        WatchedSession(RemoteSession2 session) {
            this.session = session;
        }

        @Override
        public Process exec(String command, int timeout) throws IOException {
            return new WatchedProcess(session.exec(command, timeout));
        }

        @Override
        public Process exec(String command, Map<String, String> environment, int timeout) throws IOException {
            return new WatchedProcess(session.exec(command, environment, timeout));
        }

        @Override
        public void disconnect() {
            session.disconnect();
        }
    }

    /// The command on the server: what it reads and writes is what moves over the line.
    private final class WatchedProcess extends Process {

        private final Process process;

        WatchedProcess(Process process) {
            this.process = process;
        }

        @Override
        public OutputStream getOutputStream() {
            return new FilterOutputStream(process.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    onProgress.run();
                }
            };
        }

        @Override
        public InputStream getInputStream() {
            return new FilterInputStream(process.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    onProgress.run();
                    return read;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length);
                    onProgress.run();
                    return read;
                }
            };
        }

        @Override
        public InputStream getErrorStream() {
            return process.getErrorStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
            return process.waitFor(timeout, unit);
        }

        @Override
        public int exitValue() {
            return process.exitValue();
        }

        @Override
        public void destroy() {
            process.destroy();
        }
    }
}
