package gitdav.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/// A WebDAV lock as it is on the volume: a file in [VolumeLayout#LOCKS], named after its token, in the format of
/// [Properties]. webdav-app writes it, and reads it when it starts; git-backup reads path, depth and end.
///
/// @param token the lock's URI
/// @param path what is locked, percent-encoded, from the volume's root on
/// @param isFolder whether a folder is locked
/// @param isDeep whether the lock holds for all that is in the folder
/// @param owner what the client says about its user, an XML element
/// @param user the name of the user who is logged in; empty without a login
/// @param timeout how long it holds after it has been taken or refreshed
/// @param expires when it ends
public record LockFile(String token, String path, boolean isFolder, boolean isExclusive, boolean isDeep, String owner,
        String user, Duration timeout, Instant expires) {

    /// That of [Properties], which escapes everything else.
    public static final Charset CHARSET = StandardCharsets.ISO_8859_1;

    /// The content of the file.
    public String text() {
        var values = new Properties();
        values.setProperty("token", token);
        values.setProperty("path", path);
        values.setProperty("folder", Boolean.toString(isFolder));
        values.setProperty("exclusive", Boolean.toString(isExclusive));
        values.setProperty("deep", Boolean.toString(isDeep));
        values.setProperty("owner", owner);
        values.setProperty("user", user);
        values.setProperty("timeout", timeout.toString());
        values.setProperty("expires", expires.toString());
        // To a stream, and not to a writer, which would not escape what the charset lacks.
        var text = new ByteArrayOutputStream();
        try {
            values.store(text, null);
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory takes everything", impossible);
        }
        return text.toString(CHARSET);
    }

    /// Reads the content of a file.
    ///
    /// @throws IllegalArgumentException if a value is missing, or the text is in another format
    /// @throws java.time.DateTimeException if a time or a duration is none
    public static LockFile parse(String text) {
        var values = new Properties();
        try {
            values.load(new StringReader(text));
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory can be read", impossible);
        }
        return new LockFile(value(values, "token"), value(values, "path"), isTrue(values, "folder"),
                isTrue(values, "exclusive"), isTrue(values, "deep"), value(values, "owner"), value(values, "user"),
                Duration.parse(value(values, "timeout")), Instant.parse(value(values, "expires")));
    }

    private static boolean isTrue(Properties values, String name) {
        return Boolean.parseBoolean(value(values, name));
    }

    private static String value(Properties values, String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }
}
