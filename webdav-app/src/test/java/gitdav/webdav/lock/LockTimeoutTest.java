package gitdav.webdav.lock;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LockTimeoutTest extends WebdavTest {

    @Test
    void lockRefreshedWithWhatWasGrantedNeverShrinks() throws Exception {
        put("/file", "old");
        var answer = lock("/file", "Second-60");
        String token = answer.headers().firstValue("Lock-Token").orElseThrow();
        for (int i = 0; i < 20; i++) {
            String granted = answer.body().replaceFirst("(?s).*<D:timeout>(.*?)</D:timeout>.*", "$1");
            assertThat(granted).isEqualTo("Second-60");
            answer = send("LOCK", "/file", "", "If", "(" + token + ")", "Timeout", granted);
        }
    }

    @Test
    void lockInForceIsNeverSaidToHaveNoTimeLeft() throws Exception {
        assertThat(lock("/file", "Second-0").body())
                .contains("<D:timeout>Second-3600</D:timeout>");
        lock("/other", "Second-2");

        await().until(() -> {
            String locks = send("PROPFIND", "/other", "", "Depth", "0").body();
            assertThat(locks).doesNotContain("Second-0");
            return locks.contains("<D:lockdiscovery></D:lockdiscovery>");
        });
    }

    private HttpResponse<String> lock(String path, String timeout) throws Exception {
        return send("LOCK", path, "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/>"
                + "</locktype></lockinfo>", "Depth", "0", "Timeout", timeout);
    }
}
