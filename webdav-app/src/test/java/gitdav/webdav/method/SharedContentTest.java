package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A COPY gives the same file a second name. Whatever a client does to one of them, the file behind the other stays what it is:
/// its content, time and mode.
class SharedContentTest extends WebdavTest {

    private static final String DATED = "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>"
            + "<Z:Win32LastModifiedTime xmlns:Z='urn:schemas-microsoft-com:'>Mon, 01 Jan 2001 00:00:00 GMT"
            + "</Z:Win32LastModifiedTime></D:prop></D:set></D:propertyupdate>";

    private Path other;

    /// What a client does to a file.
    enum Write {
        /// Replaces it.
        PUT,
        /// The same, and says when it was modified.
        DATED_PUT,
        /// Replaces a part of it.
        PART,
        /// Adds a part to it.
        ADDED_PART,
        /// Gives it another time.
        PROPPATCH,
        /// Puts another file in its place.
        COPY_OVER,
        /// The same, which is gone from its own then.
        MOVE_OVER,
        /// Removes it.
        DELETE
    }

    @BeforeEach
    void copy() throws Exception {
        put("/file", "0123456789", "X-OC-Mtime", "1000000000");
        put("/third", "third");
        assertThat(status("COPY", "/file", "Destination", "/copy")).isEqualTo(201);
        other = data.resolve("other");
        Files.createLink(other, data.resolve("copy"));
    }

    @Test
    void copyIsTheSameFile() throws Exception {
        assertThat(inode("copy")).isEqualTo(inode("file"));
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void writeToOneNameLeavesTheOthers(Write write) throws Exception {
        Map<String, Object> before = Files.readAttributes(other, "unix:ino,mode,size,lastModifiedTime");

        assertThat(write("/copy", write)).isBetween(200, 207);

        assertThat(content("file")).isEqualTo("0123456789");
        assertThat(content("other")).isEqualTo("0123456789");
        assertThat(Files.readAttributes(other, "unix:ino,mode,size,lastModifiedTime")).isEqualTo(before);
        assertThat(inode("file")).isEqualTo(before.get("ino"));
        assertThat(Files.exists(data.resolve("copy")) && inode("copy").equals(before.get("ino"))).isFalse();
    }

    private int write(String path, Write write) throws Exception {
        return switch (write) {
            case PUT -> put(path, "new");
            case DATED_PUT -> put(path, "0123456789", "X-OC-Mtime", Long.toString(Instant.now().getEpochSecond()));
            case PART -> put(path, "abc", "Content-Range", "bytes 2-4/10");
            case ADDED_PART -> put(path, "abc", "Content-Range", "bytes 10-12/13");
            case PROPPATCH -> send("PROPPATCH", path, DATED).statusCode();
            case COPY_OVER -> status("COPY", "/third", "Destination", path);
            case MOVE_OVER -> status("MOVE", "/third", "Destination", path);
            case DELETE -> status("DELETE", path);
        };
    }

    private Object inode(String file) throws Exception {
        return Files.getAttribute(data.resolve(file), "unix:ino");
    }
}
