package gitdav.webdav.lock;

import gitdav.webdav.WebdavTest;

import java.net.http.HttpResponse;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// A share whose files and folders can be locked.
abstract class LockFixture extends WebdavTest {

    static final Pattern TOKEN = Pattern.compile("<(urn:uuid:[^>]+)>");

    String lock(String path, String scope, String depth, String... headers) throws Exception {
        var answer = lockAnswer(path, scope, depth, headers);
        assertThat(answer.statusCode()).isIn(200, 201);
        var token = TOKEN.matcher(answer.headers().firstValue("Lock-Token").orElseThrow());
        assertThat(token.matches()).isTrue();
        return token.group(1);
    }

    HttpResponse<String> lockAnswer(String path, String scope, String depth, String... headers)
            throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Depth";
        all[1] = depth;
        return send("LOCK", path, """
                <?xml version="1.0"?>
                <lockinfo xmlns="DAV:"><lockscope><%s/></lockscope><locktype><write/></locktype>
                <D:owner xmlns:D="DAV:">Ann &amp; Bob</D:owner></lockinfo>""".formatted(scope), all);
    }

    int proppatch(String path, String... headers) throws Exception {
        return send("PROPPATCH", path, """
                <D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><x/></D:prop></D:set></D:propertyupdate>""", headers)
                .statusCode();
    }
}
