package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// What a client that does not run here sends, request by request, and how it must be answered for the client to go on.
abstract class ClientTraffic extends WebdavTest {

    static final String LOCK = """
            <?xml version="1.0" encoding="utf-8"?>
            <D:lockinfo xmlns:D="DAV:">
            <D:lockscope><D:exclusive/></D:lockscope>
            <D:locktype><D:write/></D:locktype>
            <D:owner><D:href>somebody</D:href></D:owner>
            </D:lockinfo>
            """;

    private static final Pattern TOKEN = Pattern.compile("<([a-z]+:[^<>]+)>");

    /// Sends a request and looks at the status of the answer.
    ///
    /// @param headers names and values in turn
    HttpResponse<String> expect(int status, String method, String path, String body, String... headers)
            throws Exception {
        var answer = send(method, path, body, headers);
        assertThat(answer.statusCode()).as("%s %s: %s", method, path, answer.body()).isEqualTo(status);
        return answer;
    }

    HttpResponse<String> expect(int status, String method, String path) throws Exception {
        return expect(status, method, path, "");
    }

    /// Takes an exclusive lock.
    ///
    /// @param status 200 for what was there before, 201 for what the lock has made
    /// @return the lock's token
    String lock(int status, String path, String... headers) throws Exception {
        var answer = expect(status, "LOCK", path, LOCK, headers);
        String token = answer.headers().firstValue("Lock-Token").orElseThrow();
        assertThat(token).matches(TOKEN);
        assertThat(answer.body()).contains("activelock", token.substring(1, token.length() - 1));
        return token.substring(1, token.length() - 1);
    }

    /// An If header that submits a lock's token.
    static String submitted(String token) {
        return "(<" + token + ">)";
    }

    /// Uploads in chunks, without saying how long the file is.
    ///
    /// @param headerLines each with its name
    /// @return the status
    int putChunked(String path, String content, String... headerLines) throws Exception {
        String answer = sendRaw("PUT %s HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\nConnection: close\n%s\n"
                .formatted(path, String.join("", Arrays.stream(headerLines).map(line -> line + "\n").toList()))
                + Integer.toHexString(content.length()) + "\n" + content + "\n0\n\n");
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }
}
