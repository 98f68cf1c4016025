package gitdav.webdav.method;

import gitdav.webdav.http.ByteRange;
import gitdav.webdav.http.ResponseBody;
import gitdav.webdav.share.OpenFile;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The content of a file on the volume. A little of it is read into memory, to be sent in one piece and perhaps again.
record OpenContent(OpenFile open) implements Download.Content {

    @Override
    public void send(ByteRange range, ResponseBody to) throws IOException {
        FileChannel content = open.content();
        if (range.length() > Download.SMALL || !to.hasRoomFor(range.length())) {
            to.send(content, range);
        } else {
            to.write(read(range));
        }
    }

    @Override
    public byte[] beginning(int length) throws IOException {
        return read(new ByteRange(0, length - 1));
    }

    private byte[] read(ByteRange range) throws IOException {
        var small = ByteBuffer.allocate((int) range.length());
        while (small.hasRemaining()) {
            if (open.content().read(small, range.first() + small.position()) < 0) {
                throw new EOFException("the file has become shorter while it was read");
            }
        }
        return small.array();
    }
}
