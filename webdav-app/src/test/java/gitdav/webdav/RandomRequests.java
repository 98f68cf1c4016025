package gitdav.webdav;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Requests as bytes, right and wrong ones: most parts of most of them are what some client sends, so that they get past
/// the first check, and the rest is not. The same seed gives the same requests, as far as it does not depend on answers.
final class RandomRequests {

    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "DELETE", "MKCOL", "COPY", "MOVE",
            "PROPFIND", "PROPPATCH", "LOCK", "UNLOCK", "OPTIONS");
    private static final List<String> ODD_METHODS = List.of("POST", "PATCH", "TRACE", "CONNECT", "REPORT", "SEARCH",
            "ACL", "BREW", "get", "X".repeat(300), "P\u00dcT", "PRI", "GE\tT", "(");
    private static final List<String> NAMES = List.of("a", "b", "c", "folder", "file", "new", "link");
    private static final List<String> ODD_NAMES = List.of("..", ".", "", "%2e%2e", "%2E.", "%2f", "%5c", "\\", "%00",
            "%", "%4", "%zz", "%ff", "%C3%BC", "\u00fc", "%0d%0a", "%7f", "..;", ";x=y", "%252e", "?query", "#part",
            ".gitdav",
            ".GITDAV", "%2egitdav", "._file", "lost+found", "a%20b", "%3Cscript%3E", "&lt;", "'\"", "x".repeat(255),
            "x".repeat(256), "%F0%9F%98%80".repeat(70), "x/".repeat(500), "con", "*", "http:", "~", "%EF%BF%BD");
    private static final List<String> ETAGS = List.of("*", "\"\"", "\"x\"", "W/\"x\"", "x", "\"x\", \"y\"", "\"", ",",
            "\"x\" garbage", "\u00fc");
    private static final List<String> DATES = List.of("Sun, 06 Nov 1994 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
            "Sunday, 06-Nov-94 08:49:37 GMT", "yesterday", "Thu, 31 Feb 2030 25:61:61 GMT",
            "Fri, 31 Dec 999999999 23:59:59 GMT", "", "-1");
    private static final List<String> RANGES = List.of("bytes=0-0", "bytes=-3", "bytes=2-", "bytes=-0", "bytes=5-2",
            "bytes=0-0,2-3", "bytes=abc", "bytes=-", "bytes=", "lines=1-2", "bytes=0-99999999999999999999",
            "bytes=" + "0-1,".repeat(2000) + "2-3", "bytes=9223372036854775807-9223372036854775808");
    private static final List<String> NUMBERS = List.of("0", "1", "3", "-1", "5", "99999999999999999999", "0x10", "1e3",
            "", "1.5", "1700000000", "9223372036854775807", "NaN");

    private final Random random;
    private final List<String> tokens = new ArrayList<>(List.of("urn:uuid:00000000-0000-0000-0000-000000000000"));
    private final List<String> etags = new ArrayList<>(ETAGS);

    RandomRequests(long seed) {
        random = new Random(seed);
    }

    /// Remembers a lock's token from an answer, for later requests.
    void learnToken(String token) {
        tokens.add(token);
    }

    /// Remembers a file's ETag from an answer, for later requests.
    void learnEtag(String etag) {
        etags.add(etag);
    }

    byte[] next() {
        String method = mostly(METHODS, ODD_METHODS);
        byte[] body = body(often(0.95) ? method : any(METHODS));
        var head = new StringBuilder(method).append(' ').append(target()).append(' ')
                .append(often(0.98) ? "HTTP/1.1" : any(List.of("HTTP/1.0", "HTTP/0.9", "HTTX/1.1", "")))
                .append("\r\n");
        if (often(0.98)) {
            head.append("Host: localhost\r\n");
        }
        if (List.of("COPY", "MOVE").contains(method) && often(0.8)) {
            head.append("Destination: ").append(destination()).append("\r\n");
        }
        if (method.equals("PROPFIND") && often(0.8)) {
            head.append("Depth: ").append(random.nextInt(2)).append("\r\n");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            head.append(header()).append("\r\n");
        }
        boolean chunked = often(0.1);
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (body.length > 0 || often(0.5)) {
            head.append("Content-Length: ").append(often(0.95) ? "" + body.length : any(NUMBERS)).append("\r\n");
        }
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (chunked) {
            request.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        request.writeBytes(body);
        if (chunked && often(0.9)) {
            request.writeBytes((body.length == 0 ? "\r\n" : "\r\n0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = request.toByteArray();
        if (often(0.02)) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String target() {
        return often(0.97)
                ? path()
                : any(List.of("*", "http://localhost" + path(), "//" + path(), "x" + path(), "", "/?"));
    }

    private String path() {
        String path = IntStream.rangeClosed(0, often(0.6) ? 0 : random.nextInt(3))
                .mapToObj(_ -> "/" + mostly(NAMES, ODD_NAMES))
                .collect(Collectors.joining());
        return often(0.2) ? path + "/" : path;
    }

    private String header() {
        List<Supplier<String>> headers = List.of(
                () -> "Depth: " + any(List.of("0", "1", "infinity", "Infinity", "2", "-1", "1,noroot", "")),
                () -> "Destination: " + destination(),
                () -> "Destination: " + destination(),
                () -> "Overwrite: " + any(List.of("T", "F", "t", "maybe", "")),
                () -> "If: " + condition(),
                () -> "If: " + condition(),
                () -> "If-Match: " + any(etags),
                () -> "If-None-Match: " + any(etags),
                () -> "If-Modified-Since: " + any(DATES),
                () -> "If-Unmodified-Since: " + any(DATES),
                () -> "Range: " + any(RANGES),
                () -> "If-Range: " + (often(0.5) ? any(etags) : any(DATES)),
                () -> "Content-Range: bytes " + any(NUMBERS) + "-" + any(NUMBERS) + "/"
                        + (often(0.3) ? "*" : any(NUMBERS)),
                () -> "Timeout: " + any(List.of("Infinite", "Second-", "Second-1, Infinite", "Minute-5"))
                        + (often(0.5) ? any(NUMBERS) : ""),
                () -> "Lock-Token: " + (often(0.8) ? "<" + any(tokens) + ">" : any(tokens)),
                () -> "Expect: " + any(List.of("100-continue", "200-ok")),
                () -> "Content-Type: "
                        + any(List.of("text/xml", "application/x-www-form-urlencoded", "multipart/form-data", "x", "")),
                () -> "Content-Encoding: gzip",
                () -> "X-OC-Mtime: " + any(NUMBERS),
                () -> "Authorization: "
                        + any(List.of("Basic", "Basic !!!", "Basic Og==", "Bearer x", "Digest a=\"b\"", "")),
                () -> "Accept-Encoding: gzip, *;q=0",
                () -> "Connection: " + any(List.of("close", "keep-alive", "Upgrade, HTTP2-Settings")),
                () -> "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
                () -> "Host: " + any(List.of("other", "", "a b", "[::1", "localhost:99999")),
                () -> "Translate: f",
                () -> any(List.of("X", ": x", "X y: z", "X\u0000: z", " folded", "\u00fc: \u00fc")),
                () -> "X-Long: " + "x".repeat(any(List.of(1000, 40_000))));
        return any(headers).get();
    }

    private String destination() {
        return often(0.5)
                ? "http://localhost" + path()
                : often(0.9) ? path() : any(List.of("", "http://", "ftp://else" + path(), "..", "http://[" + path()));
    }

    /// An If header, with and without resources, conditions that are met and conditions that are not.
    private String condition() {
        if (often(0.1)) {
            return any(List.of("", "(", "()", "<>", "(<>)", "(Not)", "([)", "(<a> <b>", "(Not Not <a>)", "(<a>) (",
                    "(".repeat(5000)));
        }
        return IntStream.rangeClosed(0, random.nextInt(2)).mapToObj(_ -> (often(0.3) ? "<" + destination() + "> " : "")
                + "(" + (often(0.2) ? "Not " : "") + (often(0.7) ? "<" + any(tokens) + ">" : "[" + any(etags) + "]")
                + (often(0.3) ? " [" + any(etags) + "]" : "") + ")").collect(Collectors.joining(" "));
    }

    /// What such a method's body is, not always in one piece.
    private byte[] body(String method) {
        byte[] body = switch (method) {
            case "PUT" -> noise();
            case "PROPFIND", "PROPPATCH", "LOCK" ->
                often(0.8) ? xml(method).getBytes(StandardCharsets.UTF_8) : new byte[0];
            default -> often(0.95) ? new byte[0] : noise();
        };
        if (body.length > 0 && often(0.1)) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(often(0.9) ? 100 : 100_000)];
        random.nextBytes(noise);
        return noise;
    }

    private String xml(String method) {
        String property = any(List.of("<D:getetag/>", "<D:displayname>x</D:displayname>", "<D:resourcetype/>",
                "<D:lockdiscovery/>", "<D:quota-used-bytes/>", "<x xmlns=''>&#xFFFD;</x>",
                "<Z:Win32LastModifiedTime xmlns:Z='urn:schemas-microsoft-com:'>" + any(DATES)
                        + "</Z:Win32LastModifiedTime>",
                "<p:v xmlns:p='&quot;&lt;'><p:w p:a='1'>mixed<!-- c --> <![CDATA[<]]></p:w></p:v>",
                "<D:getlastmodified>" + any(DATES) + "</D:getlastmodified>", "<x:unbound/>",
                "<n xmlns='" + "u".repeat(5000) + "'/>", "<a>".repeat(2000) + "</a>".repeat(2000), ""));
        String prop = "<D:prop>" + property.repeat(often(0.9) ? 1 : 3) + "</D:prop>";
        List<String> documents = switch (method) {
            case "PROPFIND" -> List.of("<D:propfind xmlns:D='DAV:'>" + prop + "</D:propfind>",
                    "<D:propfind xmlns:D='DAV:'><D:allprop/><D:include>" + property + "</D:include></D:propfind>",
                    "<D:propfind xmlns:D='DAV:'><D:propname/></D:propfind>", "<D:propfind xmlns:D='DAV:'/>");
            case "PROPPATCH" ->
                List.of("<D:propertyupdate xmlns:D='DAV:'><D:set>" + prop + "</D:set></D:propertyupdate>",
                        "<D:propertyupdate xmlns:D='DAV:'><D:set>" + prop + "</D:set><D:remove>" + prop
                                + "</D:remove></D:propertyupdate>");
            default -> List.of("exclusive", "shared", "other").stream()
                    .map(scope -> "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:" + scope
                            + "/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner>" + property
                            + "</D:owner></D:lockinfo>")
                    .toList();
        };
        return mostly(List.of("", "<?xml version='1.0' encoding='utf-8'?>"), List.of("<?xml version='9'?>", "\ufeff",
                "<?xml version='1.0' encoding='utf-16'?>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'><!ENTITY f '&e;&e;'>]>"))
                + mostly(documents, List.of("<x/>", "<unclosed>", "<D:prop/>"));
    }

    private String mostly(List<String> usual, List<String> odd) {
        return any(often(0.95) ? usual : odd);
    }

    private boolean often(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T any(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}
