package gitdav.webdav.protocol;

import io.milton.http.Response.Status;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/// A path as a client has spelled it. The only reader of paths, for request targets, Destination and If alike.
///
/// What can mean one thing only is taken: characters that should be percent-encoded stand for themselves, empty segments
/// are one slash, `.` and `..` are resolved ([RFC 3986, section
/// 5.2.4](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4)). What programs on the way may read otherwise is refused:
/// a way out of the share, dots in disguise, an encoded slash, NUL.
///
/// @param segments one for each name in the path: as sent if that is valid in a URI, else percent-encoded
public record SpelledPath(SharePath path, List<String> segments) {

    private static final SpelledPath ROOT = new SpelledPath(SharePath.ROOT, List.of());

    /// What stands for itself in an href: unreserved characters, and those that only delimit elsewhere ([RFC 3986, section
    /// 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)), as Apache's are. Not the ampersand, which is another
    /// thing in XML, nor the semicolon: what follows it is cut off by servers that take it for a parameter.
    private static final BitSet PLAIN = new BitSet();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    /// What Jetty makes of bytes that are not UTF-8.
    private static final char UNREADABLE = '\uFFFD';

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*+,=:@".chars().forEach(PLAIN::set);
    }

    /// Reads a path as sent.
    ///
    /// @param encoded its bytes, decoded as UTF-8
    /// @throws DavException if it is no path, or one that could mean two things
    public static SpelledPath parse(String encoded) {
        if (encoded.isEmpty() || encoded.equals("/") || encoded.equals("*")) {
            return ROOT;
        }
        if (!encoded.startsWith("/")) {
            throw refusal(encoded);
        }
        List<String> names = new ArrayList<>();
        List<String> segments = new ArrayList<>();
        // Split before decoding: an encoded slash separates nothing.
        for (String segment : encoded.substring(1).split("/", -1)) {
            switch (segment) {
                case "", "." -> {
                }
                case ".." -> {
                    if (names.isEmpty()) {
                        throw refusal(encoded);
                    }
                    names.removeLast();
                    segments.removeLast();
                }
                default -> {
                    String name = decode(segment, encoded);
                    names.add(name);
                    segments.add(isValid(segment) ? segment : encode(name));
                }
            }
        }
        return new SpelledPath(new SharePath(List.copyOf(names)), List.copyOf(segments));
    }

    /// What is left of the path within a folder.
    ///
    /// @param depth how many names the folder's path has
    SpelledPath below(int depth) {
        return new SpelledPath(new SharePath(path.names().subList(depth, path.names().size())),
                segments.subList(depth, segments.size()));
    }

    static String encode(String name) {
        if (isPlain(name)) {
            return name;
        }
        var encoded = new StringBuilder();
        for (byte unit : FileName.bytes(name)) {
            if (unit > 0 && PLAIN.get(unit)) {
                encoded.append((char) unit);
            } else {
                encoded.append('%').append(HEX.toHexDigits(unit));
            }
        }
        return encoded.toString();
    }

    private static String decode(String segment, String whole) {
        if (isPlain(segment)) {
            return segment;
        }
        String name = FileName.text(decoded(segment, whole));
        int parameter = segment.indexOf(';');
        boolean isDots = parameter > 0
                && SharePath.isDots(FileName.text(decoded(segment.substring(0, parameter), whole)));
        if (!SharePath.isName(name) || isDots || segment.indexOf(UNREADABLE) >= 0) {
            throw refusal(whole);
        }
        return name;
    }

    private static byte[] decoded(String segment, String whole) {
        var decoded = new ByteArrayOutputStream();
        byte[] units = segment.getBytes(StandardCharsets.UTF_8);
        try {
            for (int i = 0; i < units.length; i++) {
                if (units[i] == '%') {
                    decoded.write(HexFormat.fromHexDigits(new String(units, i + 1, 2, StandardCharsets.US_ASCII)));
                    i += 2;
                } else {
                    decoded.write(units[i]);
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
            throw refusal(whole);
        }
        return decoded.toByteArray();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!PLAIN.get(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a strict reader of URIs takes it in an href: after decoding, a percent sign begins an octet.
    private static boolean isValid(String segment) {
        return segment.chars().allMatch(c -> PLAIN.get(c) || c == '%' || c == '&' || c == ';');
    }

    /// The refusal of a path.
    public static DavException refusal(String encoded) {
        return new DavException(Status.SC_BAD_REQUEST, "'" + encoded + "' is not a path in this share");
    }
}
