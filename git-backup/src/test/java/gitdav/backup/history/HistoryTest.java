package gitdav.backup.history;

import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.history.ChangeSummary;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/// A volume with a git store, its history on a port, and a client.
abstract class HistoryTest {

    static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.123456789Z");

    @TempDir
    Path dir;
    DataVolume volume;
    GitStore store;
    HistoryServer server;
    final StubBackups backups = new StubBackups();
    private int written;
    final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void serveHistory() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        volume.mark(Marker.fresh());
        store = GitStore.open(dir.resolve("git"), "main");
        server = HistoryServer.start(0, store.folder(), "main", backups);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        store.close();
    }

    /// A user writes a file. The first gets the time of long ago, each further one a second more.
    Path write(String name, String content) throws IOException {
        Path file = volume.root().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(written++)));
        return file;
    }

    /// A backup at this time, as git-backup makes it.
    ObjectId backUp(Instant at) throws IOException {
        Optional<ObjectId> before = store.headTree();
        Snapshot snapshot = Snapshotter.take(volume, store, before);
        try (ObjectReader reader = store.repository().newObjectReader()) {
            ObjectId commit = store.commit(snapshot.tree(),
                    new PersonIdent("git-backup", "git-backup@localhost", at, ZoneOffset.UTC),
                    ChangeSummary.between(reader, before, snapshot.tree()).message());
            snapshot.remember(store);
            return commit;
        }
    }

    /// @param headers names and values in turn
    HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return JsonMapper.shared().readTree(answer.body());
    }

    /// The values of one member in a list of objects.
    static List<String> each(JsonNode list, String member) {
        return StreamSupport.stream(list.spliterator(), false).map(element -> element.path(member).asString()).toList();
    }
}
