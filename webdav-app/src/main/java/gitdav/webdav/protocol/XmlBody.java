package gitdav.webdav.protocol;

import gitdav.webdav.memory.MemoryAccount;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// A request's body that is XML ([RFC 4918, section 8.2](https://www.rfc-editor.org/rfc/rfc4918#section-8.2)), of bounded
/// size.
///
/// It is complete before it is parsed: a parser takes fifty times the memory of a usual body, and must not have to wait for
/// clients.
public final class XmlBody {

    /// The namespace of all that WebDAV itself has defined.
    public static final String DAV = "DAV:";
    private static final int MAX_SIZE = 1024 * 1024;
    private static final int USUAL_SIZE = 2 * 1024;
    /// What is made of a body, while its request is worked on, has several times its size.
    private static final int MEMORY_PER_BYTE = 4;

    private XmlBody() {}

    /// Reads the body; nothing if there is none.
    ///
    /// @param memory where it is accounted for
    /// @param root the local name of its root, one of WebDAV's own
    /// @param reader what it is read by, beginning at the root
    /// @throws DavException if the body is too large, not well-formed, or its root is another
    public static <T> Optional<T> read(InputStream content, MemoryAccount memory, String root,
            Function<XmlInput, T> reader) throws IOException {
        byte[] body = readAll(content, memory);
        if (body.length == 0) {
            return Optional.empty();
        }
        XmlInput xml = XmlInput.of(body);
        if (!xml.is(root)) {
            throw bad("its root is not a DAV: " + root);
        }
        T result = reader.apply(xml);
        xml.end();
        return Optional.of(result);
    }

    /// Reads a document of our own.
    ///
    /// @param reader what it is read by, beginning at the root
    /// @throws DavException if it is not well-formed
    public static <T> T parse(byte[] document, Function<XmlInput, T> reader) {
        XmlInput xml = XmlInput.of(document);
        T result = reader.apply(xml);
        xml.end();
        return result;
    }

    /// The refusal of a body.
    ///
    /// @param reason what is wrong with it, as the end of a sentence
    public static DavException bad(String reason) {
        return new DavException(Status.SC_BAD_REQUEST, "The body is not what the method takes: " + reason);
    }

    /// The refusal of a body that is more than can be dealt with.
    public static DavException tooLarge(String sentence) {
        return new DavException(Status.SC_REQUEST_TOO_LONG, sentence);
    }

    private static byte[] readAll(InputStream content, MemoryAccount memory) throws IOException {
        byte[] body = new byte[USUAL_SIZE];
        int length = content.readNBytes(body, 0, body.length);
        while (length == body.length) {
            if (length > MAX_SIZE) {
                throw tooLarge("The body may have " + MAX_SIZE + " bytes");
            }
            if (!memory.tryTake((long) MEMORY_PER_BYTE * length)) {
                throw DavException.crowded();
            }
            body = Arrays.copyOf(body, Math.min(2 * length, MAX_SIZE + 1));
            length += content.readNBytes(body, length, body.length - length);
        }
        return Arrays.copyOf(body, length);
    }
}
