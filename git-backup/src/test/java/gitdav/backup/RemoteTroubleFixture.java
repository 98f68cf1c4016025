package gitdav.backup;

import gitdav.program.Program;
import gitdav.servers.Line;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/// A volume that is backed up to native git, behind a line that can have trouble.
abstract class RemoteTroubleFixture {

    @TempDir
    Path dir;
    DataVolume volume;
    NativeGitServer server;
    Line line;

    @BeforeEach
    void volumeThatIsBackedUp() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        volume.mark(marker);
        try (var store = store()) {
            store.bind(marker.volumeId());
        }
        server = NativeGitServer.start(dir.resolve("content.git"));
        line = new Line(server.port());
        write("first", "one".getBytes(StandardCharsets.UTF_8));
        assertThat(gitBackup()).isZero();
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        server.close();
    }

    void nextRunMakesUpForIt(String name) throws IOException {
        try (var store = store()) {
            assertThat(store.repository().resolve("main:" + name)).as("is in the git store").isNotNull();
        }
        assertThat(gitBackup()).isZero();
        assertThat(server.git("ls-tree", "--name-only", "main")).contains(name);
        server.fsck();
    }

    int gitBackup(String... settings) throws IOException {
        Path knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHost(line.port()));
        var environment = new HashMap<>(Map.of("GIT_URL", server.url(line.port()), "DATA_DIR", volume.root().toString(),
                "GIT_STORE", dir.resolve("git").toString(), "SSH_KNOWN_HOSTS_FILE", knownHosts.toString()));
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return Program.run(new GitBackup(), environment, "--once");
    }

    GitStore store() throws IOException {
        return GitStore.open(dir.resolve("git"), "main");
    }

    /// More than any buffer on the way holds, and nothing that could be compressed.
    void writeMuch(String name) throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(name.hashCode()).nextBytes(content);
        write(name, content);
    }

    void write(String name, byte[] content) throws IOException {
        Files.write(volume.root().resolve(name), content);
    }
}
