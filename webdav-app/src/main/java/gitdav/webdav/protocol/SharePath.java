package gitdav.webdav.protocol;

import io.milton.http.Response.Status;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A path within the share: names, none of which can lead anywhere but into a folder. The only reader of paths, for
/// request targets and Destination headers alike, and the only writer of hrefs.
///
/// @param names from the root down; none for the root itself
public record SharePath(List<String> names) {

    private static final SharePath ROOT = new SharePath(List.of());
    /// What needs no encoding ([RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3)), and `/`.
    private static final BitSet PLAIN = new BitSet();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".chars().forEach(PLAIN::set);
    }

    /// Reads a path as sent, percent-encoded.
    ///
    /// @throws DavException if it is no path, or one that could mean something else to the file system
    public static SharePath parse(String encoded) {
        if (encoded.equals("/") || encoded.equals("*")) {
            return ROOT;
        }
        String path = encoded.endsWith("/") ? encoded.substring(0, encoded.length() - 1) : encoded;
        if (!path.startsWith("/")) {
            throw bad(encoded);
        }
        // Split before decoding: an encoded slash separates nothing.
        List<String> names = Stream.of(path.substring(1).split("/", -1)).map(SharePath::decode).toList();
        if (!names.stream().allMatch(SharePath::isName)) {
            throw bad(encoded);
        }
        return new SharePath(names);
    }

    /// Whether a file of this name can be reached by a path: no separator, no control character, no name with a meaning
    /// of its own. U+FFFD is what Java shows for bytes that are not UTF-8.
    public static boolean isName(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.chars()
                .noneMatch(c -> c == '/' || c == '\\' || c >= 0xFFFD || Character.isISOControl(c));
    }

    /// Whether this is the share itself.
    public boolean isRoot() {
        return names.isEmpty();
    }

    /// The last name; empty for the root.
    public String name() {
        return isRoot() ? "" : names.getLast();
    }

    /// The folder that this is in; there is none around the root.
    public SharePath parent() {
        return new SharePath(names.subList(0, names.size() - 1));
    }

    /// What is of this name in the folder.
    ///
    /// @param name for which [#isName(String)]
    public SharePath child(String name) {
        var all = new ArrayList<>(names);
        all.add(name);
        return new SharePath(List.copyOf(all));
    }

    /// Whether this is the other path or one below it.
    public boolean isWithin(SharePath other) {
        return names.size() >= other.names.size() && names.subList(0, other.names.size()).equals(other.names);
    }

    /// This path, the folder it is in, and so on up to the root.
    public Stream<SharePath> andAbove() {
        return Stream.concat(Stream.iterate(this, path -> !path.isRoot(), SharePath::parent), Stream.of(ROOT));
    }

    /// The path as it stands in a response; a folder's ends in a slash.
    public String href(boolean folder) {
        return encode(isRoot() ? "/" : this + (folder ? "/" : ""));
    }

    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }

    private static String encode(String path) {
        if (isPlain(path)) {
            return path;
        }
        var encoded = new StringBuilder();
        for (byte unit : path.getBytes(StandardCharsets.UTF_8)) {
            if (unit > 0 && PLAIN.get(unit)) {
                encoded.append((char) unit);
            } else {
                encoded.append('%').append(HEX.toHexDigits(unit));
            }
        }
        return encoded.toString();
    }

    private static String decode(String encoded) {
        if (isPlain(encoded)) {
            return encoded;
        }
        var decoded = new ByteArrayOutputStream();
        byte[] units = encoded.getBytes(StandardCharsets.UTF_8);
        try {
            for (int i = 0; i < units.length; i++) {
                if (units[i] == '%') {
                    decoded.write(HexFormat.fromHexDigits(new String(units, i + 1, 2, StandardCharsets.US_ASCII)));
                    i += 2;
                } else {
                    decoded.write(units[i]);
                }
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded.toByteArray())).toString();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException wrong) {
            throw bad(encoded);
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!PLAIN.get(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static DavException bad(String encoded) {
        return new DavException(Status.SC_BAD_REQUEST, "'" + encoded + "' is not a path in this share");
    }
}
