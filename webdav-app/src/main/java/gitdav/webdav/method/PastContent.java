package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.history.History;
import gitdav.webdav.http.ByteRange;
import gitdav.webdav.http.ResponseBody;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// The content of a file of an old version, as git-backup hands it out.
record PastContent(History history, Entry file) implements Download.Content {

    @Override
    public void send(ByteRange range, ResponseBody to) throws IOException {
        history.copy(file, range.first(), range.length(), to);
    }

    @Override
    public byte[] beginning(int length) throws IOException {
        var beginning = new ByteArrayOutputStream();
        history.copy(file, 0, length, beginning);
        return beginning.toByteArray();
    }
}
