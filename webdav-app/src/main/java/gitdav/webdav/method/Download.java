package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.http.ByteRange;
import gitdav.webdav.http.FreshnessCheck;
import gitdav.webdav.http.ResponseBody;
import io.milton.http.Response.Status;
import org.eclipse.jetty.http.HttpStatus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// One file on its way to one client.
record Download(Entry file, Content content, DavResponse response) {

    /// Up to this size, in bytes, an answer may be kept to be given again.
    static final int SMALL = 64 * 1024;

    /// What is in the file.
    interface Content {

        /// Sends part of it.
        void send(ByteRange range, ResponseBody to) throws IOException;

        /// So many of the first bytes.
        byte[] beginning(int length) throws IOException;
    }

    /// Everything but the content.
    void headers() throws IOException {
        response.setStatus(Status.SC_OK);
        response.setContentTypeHeader(contentType());
        response.setContentLengthHeader(file.size());
    }

    /// @param unchanged as long as this holds, the same answer may be given again
    void whole(FreshnessCheck unchanged) throws IOException {
        headers();
        long size = file.size();
        if (size <= SMALL) {
            response.mayBeRepeatedWhile(unchanged);
        }
        send(new ByteRange(0, size - 1));
    }

    void part(ByteRange range) throws IOException {
        response.setStatus(Status.SC_PARTIAL_CONTENT);
        response.setContentTypeHeader(contentType());
        response.setNonStandardHeader("Content-Range", range.of(file.size()));
        response.setContentLengthHeader(range.length());
        send(range);
    }

    /// Several, or none, which is the client's mistake ([RFC 9110, sections 14.6 and
    /// 15.5.17](https://www.rfc-editor.org/rfc/rfc9110#section-14.6)).
    void parts(List<ByteRange> ranges) throws IOException {
        long size = file.size();
        if (ranges.isEmpty()) {
            response.setNonStandardHeader("Content-Range", "bytes */" + size);
            response.answer(HttpStatus.RANGE_NOT_SATISFIABLE_416, "text/plain;charset=utf-8",
                    "The file has " + size + " bytes\n");
            return;
        }
        // It cannot be guessed, and so is in no file.
        String boundary = UUID.randomUUID().toString();
        response.setStatus(Status.SC_PARTIAL_CONTENT);
        response.setContentTypeHeader("multipart/byteranges; boundary=" + boundary);
        String contentType = contentType();
        for (ByteRange range : ranges) {
            write("\r\n--" + boundary + "\r\nContent-Type: " + contentType + "\r\nContent-Range: "
                    + range.of(size) + "\r\n\r\n");
            send(range);
        }
        write("\r\n--" + boundary + "--\r\n");
    }

    /// With the encoding, if it is a text that says in its first bytes which one it has.
    private String contentType() throws IOException {
        String type = file.contentType();
        return type.startsWith("text/")
                ? type + TextEncoding.of(content.beginning((int) Math.min(file.size(), TextEncoding.ENOUGH)))
                        .map(charset -> ";charset=" + charset).orElse("")
                : type;
    }

    private void write(String ascii) throws IOException {
        response.getOutputStream().write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private void send(ByteRange range) throws IOException {
        content.send(range, response.getOutputStream());
    }
}
