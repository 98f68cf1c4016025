package gitdav.webdav.history;

import gitdav.files.FileAttributes;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.io.InputStream;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The members of a folder of the past, read one by one from a list in JSON.
final class PastEntries implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    /// No disk has this number.
    private static final long NO_DEVICE = -1;
    private static final int FILE = 0100644;
    private static final int EXECUTABLE = 0100755;
    private static final int FOLDER = 0040755;

    private final SharePath folder;
    private final JsonParser json;

    /// @param in an object with facts and one list
    PastEntries(SharePath folder, InputStream in) {
        this.folder = folder;
        json = JSON.createParser(ObjectReadContext.empty(), in);
    }

    /// The next member; empty if there is no other.
    ///
    /// @throws JacksonException if the list breaks off
    Optional<Entry> next() {
        while (json.nextToken() != null) {
            if (json.currentToken() == JsonToken.START_OBJECT && json.streamReadContext().getParent().inArray()) {
                Optional<Entry> entry = entry(facts());
                if (entry.isPresent()) {
                    return entry;
                }
            }
        }
        return Optional.empty();
    }

    private Map<String, String> facts() {
        var facts = new HashMap<String, String>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            facts.put(name, json.getString());
        }
        return facts;
    }

    /// Nothing for a link, which is no file of the share, and for what has a name that no file of the share has.
    private Optional<Entry> entry(Map<String, String> facts) {
        String type = facts.getOrDefault("type", "folder");
        try {
            SharePath name = SharePath.parse("/" + facts.get("name"));
            if (name.names().size() != 1 || type.equals("link")) {
                return Optional.empty();
            }
            var modified = Instant.parse(facts.containsKey("modified") ? facts.get("modified") : facts.get("time"));
            SharePath path = folder.child(name.name());
            return Optional.of(type.equals("folder")
                    ? folder(path, modified)
                    : file(path, modified, Long.parseLong(facts.get("size")),
                            Boolean.parseBoolean(facts.get("executable")), facts.get("id")));
        } catch (DavException | DateTimeException | NumberFormatException notOfTheShare) {
            return Optional.empty();
        }
    }

    static Entry folder(SharePath path, Instant modified) {
        return new Entry(path, attributes(FOLDER, 0, 0, modified));
    }

    /// @param id of the content, in hexadecimal digits
    static Entry file(SharePath path, Instant modified, long size, boolean isExecutable, String id) {
        long number = Long.parseUnsignedLong(id, 0, 16, 16);
        return new Entry(path, attributes(isExecutable ? EXECUTABLE : FILE, number, size, modified));
    }

    private static FileAttributes attributes(int mode, long number, long size, Instant modified) {
        FileTime time = FileTime.from(modified);
        return new FileAttributes(mode, NO_DEVICE, number, size, time, time, time);
    }

    @Override
    public void close() {
        json.close();
    }
}
