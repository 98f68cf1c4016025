package gitdav.webdav.method;

import gitdav.webdav.http.ByteRange;
import gitdav.webdav.share.ShareTree;
import gitdav.webdav.share.ShareTree.OpenFile;
import io.milton.http.Response.Status;
import org.eclipse.jetty.http.HttpStatus;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// One file on its way to one client.
record Download(OpenFile open, DavResponse response) {

    /// Up to this size a file is read into memory, to be sent in one piece and perhaps again.
    private static final int SMALL = 64 * 1024;

    /// Everything but the content.
    void headers() {
        response.setStatus(Status.SC_OK);
        response.setContentTypeHeader(open.file().contentType());
        response.setContentLengthHeader(open.file().size());
    }

    void whole(ShareTree tree) throws IOException {
        headers();
        long size = open.file().size();
        if (size <= SMALL) {
            response.mayBeRepeatedWhile(() -> tree.isUnchanged(open.file()));
        }
        send(new ByteRange(0, size - 1));
    }

    void part(ByteRange range) throws IOException {
        response.setStatus(Status.SC_PARTIAL_CONTENT);
        response.setContentTypeHeader(open.file().contentType());
        response.setNonStandardHeader("Content-Range", range.of(open.file().size()));
        response.setContentLengthHeader(range.length());
        send(range);
    }

    /// Several, or none, which is the client's mistake ([RFC 9110, sections 14.6 and
    /// 15.5.17](https://www.rfc-editor.org/rfc/rfc9110#section-14.6)).
    void parts(List<ByteRange> ranges) throws IOException {
        long size = open.file().size();
        if (ranges.isEmpty()) {
            response.setNonStandardHeader("Content-Range", "bytes */" + size);
            response.answer(HttpStatus.RANGE_NOT_SATISFIABLE_416, "text/plain;charset=utf-8",
                    "The file has " + size + " bytes\n");
            return;
        }
        // Nobody can have guessed it, and put it into a file.
        String boundary = UUID.randomUUID().toString();
        response.setStatus(Status.SC_PARTIAL_CONTENT);
        response.setContentTypeHeader("multipart/byteranges; boundary=" + boundary);
        for (ByteRange range : ranges) {
            write("\r\n--" + boundary + "\r\nContent-Type: " + open.file().contentType() + "\r\nContent-Range: "
                    + range.of(size) + "\r\n\r\n");
            send(range);
        }
        write("\r\n--" + boundary + "--\r\n");
    }

    private void write(String ascii) throws IOException {
        response.getOutputStream().write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private void send(ByteRange range) throws IOException {
        FileChannel content = open.content();
        if (range.length() > SMALL || !response.getOutputStream().hasRoomFor(range.length())) {
            response.getOutputStream().send(content, range);
        } else {
            var small = ByteBuffer.allocate((int) range.length());
            while (small.hasRemaining()) {
                if (content.read(small, range.first() + small.position()) < 0) {
                    throw new EOFException("the file has become shorter while it was read");
                }
            }
            response.getOutputStream().write(small.array());
        }
    }
}
