package gitdav.webdav.history;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.Response.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The share as it was: a folder for each version, in a folder `.history` that no listing of the root shows, so that no
/// client that walks the share walks the past. Everything in it is asked of git-backup, and nothing is kept.
///
/// Safe for use by many threads.
///
/// @param source where git-backup hands old versions out
/// @param turns one for each answer that is being read: git-backup hangs up on more connections than it wants
public record History(URI source, Semaphore turns) {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /// The folder's name in the root of the share.
    public static final String NAME = ".history";

    /// In milliseconds: on the same machine, a connection is made at once or not at all.
    private static final int TO_CONNECT = 5_000;
    /// In milliseconds without anything of the answer.
    private static final int TO_ANSWER = 60_000;
    /// More versions than git-backup hands out.
    private static final int AT_ONCE = 128;
    private static final String ALL_VERSIONS = "/versions?details=false&limit=100000";
    private static final String NEWEST_VERSION = "/versions?details=false&limit=1";
    private static final int BUFFER = 1 << 15;
    private static final Pattern VERSION = Pattern.compile("[0-9a-fTZ-]{1,40}");

    /// @param source where git-backup hands old versions out
    public History(URI source) {
        this(source, new Semaphore(AT_ONCE));
    }

    /// What takes the members of a folder.
    public interface Visitor {
        void visit(Entry entry) throws IOException;
    }

    /// Whether a path is in the past, or the folder of all of it.
    public static boolean has(SharePath path) {
        return !path.isRoot() && path.names().getFirst().equals(NAME);
    }

    /// Whether a text is the name of a version, of which there may be none.
    public static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    /// What is at a path in the past.
    ///
    /// @throws DavException with 503 if git-backup does not say
    public Optional<Entry> find(SharePath path) {
        if (path.names().size() == 1) {
            try (Answer answer = get(NEWEST_VERSION); var versions = new PastEntries(path, answer.body())) {
                Optional<Entry> newest = versions.next();
                return Optional.of(PastEntries.folder(path, newest.map(Entry::lastModified).orElse(Instant.EPOCH)));
            } catch (JacksonException failure) {
                throw unavailable(failure);
            }
        }
        try (Answer answer = ask("HEAD", address(path), "")) {
            return answer.describes(path);
        } catch (IOException | DateTimeException | NumberFormatException failure) {
            throw unavailable(failure);
        }
    }

    /// Shows the visitor what is in a folder of the past, in no particular order.
    ///
    /// @throws DavException with 503 if git-backup breaks off
    public void forEachIn(Entry folder, Visitor visitor) throws IOException {
        boolean isAll = folder.path().names().size() == 1;
        try (Answer answer = get(isAll ? ALL_VERSIONS : address(folder.path()).replaceFirst("/*$", "/"));
                var entries = new PastEntries(folder.path(), answer.body())) {
            for (Optional<Entry> entry = next(entries); entry.isPresent(); entry = next(entries)) {
                visitor.visit(entry.get());
            }
        }
    }

    private Optional<Entry> next(PastEntries entries) {
        try {
            return entries.next();
        } catch (JacksonException failure) {
            throw unavailable(failure);
        }
    }

    /// Copies part of a file's content.
    ///
    /// @param first the part's first byte, counted from 0
    /// @param length in bytes
    /// @throws DavException with 503 if git-backup does not give all of it
    public void copy(Entry file, long first, long length, OutputStream out) throws IOException {
        if (length == 0) {
            return;
        }
        String range = "bytes=" + first + "-" + (first + length - 1);
        try (Answer answer = ask("GET", address(file.path()), range)) {
            if (answer.status() != HttpURLConnection.HTTP_PARTIAL) {
                throw unavailable(new IOException(file.path() + ": " + answer.status()));
            }
            byte[] buffer = new byte[BUFFER];
            for (long left = length; left > 0;) {
                int read = read(answer.body(), buffer, (int) Math.min(left, buffer.length));
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private int read(InputStream in, byte[] buffer, int most) {
        try {
            int read = in.read(buffer, 0, most);
            if (read > 0) {
                return read;
            }
            throw unavailable(new IOException("the content breaks off"));
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    /// A version's own folder ends in a slash, since it is no folder in another one there.
    private static String address(SharePath path) {
        SharePath inVersion = new SharePath(path.names().subList(2, path.names().size()));
        return "/versions" + new SharePath(path.names().subList(1, 2)).encoded() + "/files" + inVersion.encoded();
    }

    Answer get(String address) {
        Answer answer = ask("GET", address, "");
        if (answer.status() == HttpURLConnection.HTTP_OK) {
            return answer;
        }
        answer.close();
        if (answer.isAbsent()) {
            throw new DavException(Status.SC_NOT_FOUND, "There is nothing here");
        }
        throw unavailable(new IOException(address + ": " + answer.status()));
    }

    Answer ask(String method, String address, String range) {
        takeTurn();
        try {
            var connection = (HttpURLConnection) URI.create(source + address).toURL().openConnection(Proxy.NO_PROXY);
            connection.setRequestMethod(method);
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setConnectTimeout(TO_CONNECT);
            connection.setReadTimeout(TO_ANSWER);
            if (!range.isEmpty()) {
                connection.setRequestProperty("Range", range);
            }
            return Answer.of(connection, turns);
        } catch (IOException failure) {
            turns.release();
            throw unavailable(failure);
        }
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire(TO_ANSWER, TimeUnit.MILLISECONDS)) {
                throw unavailable(new IOException("too many read at once"));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw unavailable(ended);
        }
    }

    DavException unavailable(Exception failure) {
        LOG.warn("old versions cannot be read from git-backup at {} (HISTORY_URL): {}", source, failure.toString());
        return new DavException(Status.SC_SERVICE_UNAVAILABLE,
                "Old versions come from git-backup, which does not give them at the moment; the files of today are all here");
    }
}
