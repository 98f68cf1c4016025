package gitdav.e2e.share;

import gitdav.demo.ImageMemory;
import gitdav.e2e.pod.Attackers;
import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.files.FileTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// webdav-app with the memory that `k8s/` gives it: whatever clients send, it stays the process that it was, and an ordinary
/// client gets its work done meanwhile.
@Tag("long")
class AttackedShareTest {

    @TempDir
    private Path data;
    private final Http http = new Http();
    private final Attackers attackers = new Attackers();
    private ProgramProcess share;
    private int port;

    @BeforeEach
    void start() throws IOException {
        share = ProgramProcess.start("webdav-app", Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT",
                "0", "JAVA_TOOL_OPTIONS", String.join(" ", ImageMemory.flags(ProgramProcess.ROOT))));
        port = share.uri().getPort();
    }

    @AfterEach
    void stop() throws IOException {
        attackers.close();
        share.close();
        http.close();
    }

    @Test
    void unfinishedHeaders() throws Exception {
        attackers.attack(900, port, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(30_000));
        assertWorks();
    }

    @Test
    void manyAndLongHeaders() throws Exception {
        String many = IntStream.range(0, 95).mapToObj(i -> "h" + i + ": " + i + "\r\n").collect(Collectors.joining());
        attackers.attack(900, port, "GET / HTTP/1.1\r\nHost: localhost\r\n" + many + "X: " + "x".repeat(6_000));
        assertWorks();
    }

    @Test
    void idleConnections() throws Exception {
        attackers.attack(2_000, port, "");
        assertWorks();
    }

    @Test
    void headersAndUploadsWithAByteASecond() throws Exception {
        attackers.attack(1_000, port, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
        attackers.attack(3_300, port, "PUT /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx");
        attackers.trickle();
        await().during(Duration.ofSeconds(4)).atMost(Duration.ofMinutes(1)).untilAsserted(this::assertWorks);
    }

    @Test
    void slowUploadsWithLongHeaders() throws Exception {
        attackers.attack(900, port, "PUT /slow HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(30_000)
                + "\r\nContent-Length: 100000\r\n\r\nx");
        assertWorks();
    }

    @Test
    void xmlWithManyElements() throws Exception {
        String body = "<propfind xmlns='DAV:'><prop>" + IntStream.range(0, 100_000).mapToObj(i -> "<a" + i + "/>")
                .collect(Collectors.joining()) + "</prop></propfind>";
        attackers.attack(20, port, propfind("/", body.length()) + body);
        assertWorks();
    }

    @Test
    void xmlThatNeverEnds() throws Exception {
        attackers.attack(300, port, propfind("/", 1_000_000) + "<propfind xmlns='DAV:'>" + " ".repeat(100_000));
        await().untilAsserted(this::assertWorks);
    }

    @Test
    void largeFoldersThatOneClientReadsAndOthersDoNot() throws Exception {
        Path folder = Files.createDirectory(data.resolve("large"));
        for (int i = 0; i < 100_000; i++) {
            Files.createFile(folder.resolve("file" + i));
        }
        assertThat(http.get(uri("/large/")).body().split("<a href=\"file", -1).length).isEqualTo(100_001);
        assertThat(
                http.send("PROPFIND", uri("/large/"), "", "Depth", "1").body().split("<D:href>/large/file", -1).length)
                .isEqualTo(100_001);

        attackers.attack(40, port, "GET /large/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
        attackers.attack(40, port, "PROPFIND /large/ HTTP/1.1\r\nHost: localhost\r\nDepth: 1\r\n\r\n");
        assertWorks();
    }

    @Test
    void downloadsThatArePaused() throws Exception {
        // More than the kernel keeps for a connection.
        byte[] film = new byte[32 * 1024 * 1024];
        Files.write(data.resolve("film"), film);
        attackers.attack(1_000, port, "GET /film HTTP/1.1\r\nHost: localhost\r\n\r\n");

        await().ignoreExceptions().untilAsserted(this::assertWorks);
        assertThat(http.get(uri("/film")).body()).hasSize(film.length);
        assertWorks();
        // Those that gave way are no trouble of the disk.
        assertThat(share.output()).doesNotContain("ERROR");
    }

    @Test
    void treeOfTheGreatestDepthWithProperties() throws Exception {
        String deepest = "/a".repeat(FileTree.MOST_NESTED - 1);
        Files.createDirectories(data.resolve(deepest.substring(1)));
        Files.createDirectory(data.resolve("b"));
        String update = "<propertyupdate xmlns='DAV:'><set><prop><x xmlns='urn:x'>1</x></prop></set></propertyupdate>";
        assertThat(send("PROPPATCH", deepest, update)).isEqualTo(207);

        assertThat(transfer("COPY", "/a", "/b/a")).isEqualTo(201);
        assertThat(propertiesOf("/b" + deepest)).contains(">1</x>");
        assertThat(delete("/b/a")).isEqualTo(204);
        assertThat(transfer("MOVE", "/a", "/b/a")).isEqualTo(201);
        assertThat(propertiesOf("/b" + deepest)).contains(">1</x>");
        assertThat(delete("/b")).isEqualTo(204);
        assertWorks();
    }

    @Test
    void locksBeforeAndAfterTheNextStart() throws Exception {
        put("/locked", "content");
        String body = ("<lockinfo xmlns='DAV:'><lockscope><shared/></lockscope><locktype><write/>"
                + "</locktype><owner>%s</owner></lockinfo>").formatted("x".repeat(1_900));
        int status = 200;
        for (int i = 0; i < 2_000 && status != 507; i++) {
            status = send("LOCK", "/locked" + i / 50, body);
        }
        assertThat(status).isEqualTo(507);
        assertWorks();
        share.close();
        start();

        assertThat(share.output()).doesNotContain("locks are dropped");
        assertThat(put("/locked0", "content")).isEqualTo(423);
        assertThat(send("LOCK", "/another", body)).isEqualTo(507);
        assertWorks();
    }

    @Test
    void storedLocksOfAnotherTime() throws Exception {
        Path locks = data.resolve(".gitdav/locks");
        share.close();
        for (int i = 0; i < 6_000; i++) {
            String token = UUID.randomUUID().toString();
            Files.writeString(locks.resolve(token), """
                    token=urn\\:uuid\\:%s
                    path=/file
                    folder=false
                    exclusive=false
                    deep=false
                    owner=%s
                    user=
                    timeout=PT1H
                    expires=%s
                    """.formatted(token, "x".repeat(8_000), Instant.now().plusSeconds(3600)));
        }
        Files.writeString(data.resolve("file"), "content");
        start();

        assertThat(share.output()).contains("locks are dropped: there is no memory for so many");
        assertWorks();
    }

    @Test
    void managementPortWithManyConnections() throws Exception {
        URI management = share.management();
        attackers.attack(1_400, management.getPort(), "");
        attackers.attack(1_500, management.getPort(), "GET /metrics HTTP/1.1\r\nX: " + "x".repeat(8_000));
        assertWorks();
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(
                () -> assertThat(http.get(management.resolve("health/live")).statusCode()).isEqualTo(200));
    }

    private void assertWorks() throws Exception {
        var stored = http.send("PUT", uri("/ordinary"), "content");
        assertThat(stored.statusCode()).as(stored.body()).isIn(201, 204);
        assertThat(http.get(uri("/ordinary")).body()).isEqualTo("content");
        propertiesOf("/ordinary");
        assertThat(share.isRunning()).as(share.output()).isTrue();
        assertThat(share.output()).doesNotContain("OutOfMemoryError");
    }

    private String propertiesOf(String path) throws Exception {
        var answer = http.send("PROPFIND", uri(path), "<propfind xmlns='DAV:'><allprop/></propfind>", "Depth", "0");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
        return answer.body();
    }

    private int transfer(String method, String from, String to) throws Exception {
        return http.send(method, uri(from), "", "Destination", to).statusCode();
    }

    private int delete(String path) throws Exception {
        return http.send("DELETE", uri(path), "").statusCode();
    }

    private int put(String path, String content) throws Exception {
        return send("PUT", path, content);
    }

    private int send(String method, String path, String body) throws Exception {
        return http.send(method, uri(path), body, "Depth", "0").statusCode();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String propfind(String path, int length) {
        return "PROPFIND " + path + " HTTP/1.1\r\nHost: localhost\r\nDepth: 0\r\nContent-Length: " + length
                + "\r\n\r\n";
    }
}
