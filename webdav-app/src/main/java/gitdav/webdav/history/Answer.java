package gitdav.webdav.history;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.SharePath;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// An answer of git-backup. What is not read of it is given up when it is closed.
///
/// @param body empty if it says only that there is none
/// @param turns gets one back when this is closed
record Answer(HttpURLConnection connection, int status, InputStream body, Semaphore turns) implements AutoCloseable {

    private static final Set<Integer> ABSENT = Set.of(HttpURLConnection.HTTP_BAD_REQUEST,
            HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE);

    /// Waits for its headers.
    static Answer of(HttpURLConnection connection, Semaphore turns) throws IOException {
        int status = connection.getResponseCode();
        InputStream body = status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : connection.getErrorStream();
        return new Answer(connection, status, body == null ? InputStream.nullInputStream() : body, turns);
    }

    /// Whether there is nothing at the path, or nothing any more.
    boolean isAbsent() {
        return ABSENT.contains(status);
    }

    /// The file or folder that the headers describe; empty if there is none.
    ///
    /// @throws IOException if they do not say
    Optional<Entry> describes(SharePath path) throws IOException {
        if (isAbsent()) {
            return Optional.empty();
        }
        String modified = connection.getHeaderField("History-Modified");
        String tag = connection.getHeaderField("ETag");
        if (modified == null) {
            throw new IOException(path + ": " + status);
        }
        return Optional.of(tag == null
                ? PastEntries.folder(path, Instant.parse(modified))
                : PastEntries.file(path, Instant.parse(modified), connection.getContentLengthLong(),
                        Boolean.parseBoolean(connection.getHeaderField("History-Executable")),
                        tag.replace("\"", "")));
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException brokenOff) {
            connection.disconnect();
        } finally {
            turns.release();
        }
    }
}
