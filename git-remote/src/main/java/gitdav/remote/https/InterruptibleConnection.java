package gitdav.remote.https;

import gitdav.remote.format.FirstWords;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.URL;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A connection whose writes can be interrupted, and that tells of what format the server's repository is.
///
/// JGit interrupts a write that takes longer than its timeout. The JDK does not listen: to a server that has stopped
/// reading, a write would take until that server is gone. Only what a virtual thread writes to a socket can be interrupted,
/// and closes the socket then. So each write has one.
final class InterruptibleConnection extends JDKHttpConnection {

    InterruptibleConnection(URL url, Proxy proxy) throws IOException {
        super(url, proxy);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FirstWords(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int value) throws IOException {
                write(new byte[]{(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                interruptibly(() -> out.write(bytes, offset, length));
            }

            @Override
            public void flush() throws IOException {
                interruptibly(out::flush);
            }

            @Override
            public void close() throws IOException {
                interruptibly(out::close);
            }
        };
    }

    private interface Write {
        void run() throws IOException;
    }

    private static void interruptibly(Write write) throws IOException {
        var task = new FutureTask<>((Callable<Void>) () -> {
            write.run();
            return null;
        });
        Thread.startVirtualThread(task);
        try {
            task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            throw new InterruptedIOException("a write was interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }
}
