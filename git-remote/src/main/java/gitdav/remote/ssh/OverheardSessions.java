package gitdav.remote.ssh;

import gitdav.program.ForeignText;
import gitdav.remote.format.FirstWords;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// SSH sessions that keep what a server says for people: on standard error, or in place of git's protocol, as the shell of
/// an account does that is locked, or one that greets. JGit takes each for a repository that is missing.
final class OverheardSessions extends SshSessionFactory {

    /// The beginning of git's protocol: a line with its length in hexadecimal digits before it
    /// ([gitprotocol-common](https://git-scm.com/docs/gitprotocol-common)), and an object's name, a version or an error; or
    /// the end of a list.
    private static final Pattern PROTOCOL = Pattern
            .compile("(?s)(?m:^)(0000|[0-9a-f]{4}([0-9a-f]{40}|version |ERR )).*");

    private final SshSessionFactory sessions;
    private volatile OverheardProcess last;

    OverheardSessions(SshSessionFactory sessions) {
        this.sessions = sessions;
    }

    /// What the server has said for people since [#forget], as one line of limited length; empty if it was nothing.
    Optional<String> words() {
        OverheardProcess process = last;
        if (process == null) {
            return Optional.empty();
        }
        String beforeProtocol = PROTOCOL.matcher(process.out.text()).replaceFirst("");
        return Optional.of(ForeignText.oneLine(process.err.text() + "\n" + beforeProtocol))
                .filter(words -> !words.isEmpty());
    }

    void forget() {
        last = null;
    }

    @Override
    public RemoteSession getSession(URIish uri, CredentialsProvider provider, FS fs, int timeout)
            throws TransportException {
        // An address of IPv6 is in brackets in a URL, and nowhere else.
        String host = uri.getHost().replaceFirst("^\\[(.*)]$", "$1");
        return new OverheardSession((RemoteSession2) sessions.getSession(uri.setHost(host), provider, fs, timeout));
    }

    @Override
    public void releaseSession(RemoteSession session) {
        sessions.releaseSession(((OverheardSession) session).session);
    }

    @Override
    public String getType() {
        return sessions.getType();
    }

    private final class OverheardSession implements RemoteSession2 {

        private final RemoteSession2 session;

        OverheardSession(RemoteSession2 session) {
            this.session = session;
        }

        @Override
        public Process exec(String command, int timeout) throws IOException {
            return exec(command, Map.of(), timeout);
        }

        @Override
        public Process exec(String command, Map<String, String> environment, int timeout) throws IOException {
            last = new OverheardProcess(session.exec(command, environment, timeout));
            return last;
        }

        @Override
        public void disconnect() {
            session.disconnect();
        }
    }

    private static final class OverheardProcess extends Process {

        private final Process process;
        private final FirstWords out;
        private final FirstWords err;

        OverheardProcess(Process process) {
            this.process = process;
            out = new FirstWords(process.getInputStream());
            err = new FirstWords(process.getErrorStream());
        }

        @Override
        public InputStream getInputStream() {
            // JGit reads four bytes, and no more where these are no git's.
            return new BufferedInputStream(out);
        }

        @Override
        public InputStream getErrorStream() {
            return err;
        }

        @Override
        public OutputStream getOutputStream() {
            return process.getOutputStream();
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
