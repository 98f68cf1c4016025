package gitdav.webdav.share;

import gitdav.webdav.disk.Entry;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// A file and its content, which stay together even if the path leads to another file by now.
///
/// @param file the file as it was when it was opened
/// @param content its content, to be read
public record OpenFile(Entry file, FileChannel content) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        content.close();
    }
}
