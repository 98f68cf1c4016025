package gitdav.webdav.http;

import gitdav.webdav.WebdavTest;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.Test;

import java.net.Socket;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RequestMetricsTest extends WebdavTest {

    @Test
    void requestsAreCountedAndTimedByMethodAndStatus() throws Exception {
        put("/file", "12345");
        put("/file", "123");
        status("GET", "/file");
        status("GET", "/absent");
        rawStatus("GET", "/a%2Fb");

        awaitCount("PUT", "201", 1);
        awaitCount("PUT", "204", 1);
        awaitCount("GET", "200", 1);
        awaitCount("GET", "404", 1);
        awaitCount("GET", "400", 1);
        assertThat(metrics.get("webdav.requests").tags("method", "GET", "status", "200").timer().takeSnapshot()
                .histogramCounts()).isNotEmpty();
    }

    @Test
    void methodsThatClientsMakeUpAreOneMetric() throws Exception {
        for (String method : List.of("BREW", "BOIL", "get")) {
            rawStatus(method, "/file");
        }

        awaitCount("other", "501", 3);
        assertThat(metrics.find("webdav.requests").timers()).flatExtracting(timer -> timer.getId().getTags())
                .extracting(Tag::getValue).containsOnly("other", "501");
    }

    @Test
    void bytesAreCountedInBothDirections() throws Exception {
        put("/file", "12345");
        send("GET", "/file", "");
        send("GET", "/file", "");

        await().untilAsserted(() -> assertThat(metrics.get("webdav.sent").functionCounter().count()).isEqualTo(10));
        assertThat(metrics.get("webdav.received").functionCounter().count()).isEqualTo(5);
    }

    @Test
    void whatIsUnderWayIsSeen() throws Exception {
        try (Socket socket = connect()) {
            write(socket, "PUT /file HTTP/1.1\nHost: localhost\nContent-Length: 10\n\n12345");
            await().until(() -> gauge("webdav.uploads.in.progress") == 1 && gauge("webdav.requests.in.flight") == 1);

            write(socket, "67890");
            await().until(() -> gauge("webdav.uploads.in.progress") == 0 && gauge("webdav.requests.in.flight") == 0);
        }
        try (Socket socket = connect()) {
            write(socket, "PUT /other HTTP/1.1\nHost: localhost\nContent-Length: 10\n\n12345");
            await().until(() -> gauge("webdav.uploads.in.progress") == 1);
        }
        await().until(() -> gauge("webdav.uploads.in.progress") == 0);
    }

    @Test
    void locksAreCounted() throws Exception {
        send("LOCK", "/file", "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope>"
                + "<locktype><write/></locktype></lockinfo>");

        assertThat(gauge("webdav.locks")).isEqualTo(1);
    }

    private void awaitCount(String method, String status, int count) {
        await().untilAsserted(() -> {
            Timer timer = metrics.find("webdav.requests").tags("method", method, "status", status).timer();
            assertThat(timer).isNotNull();
            assertThat(timer.count()).isEqualTo(count);
        });
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }
}
