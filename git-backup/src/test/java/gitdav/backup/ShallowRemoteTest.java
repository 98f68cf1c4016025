package gitdav.backup;

import gitdav.files.FileTree;
import gitdav.program.Program;
import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A remote that has only the newest commits itself, as `git clone --bare --depth 2` makes it.
@Tag("long")
class ShallowRemoteTest {

    @TempDir
    private Path dir;
    private DataVolume volume;
    private Path shallow;

    @BeforeEach
    void shallowCloneOfABackup() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        volume.mark(Marker.fresh());
        bind();
        Command.run("git", "init", "--quiet", "--bare", "--initial-branch=main", dir.resolve("full.git").toString());
        for (String version : new String[]{"one", "two", "three"}) {
            Files.writeString(volume.root().resolve("file"), version);
            assertThat(gitBackup(dir.resolve("full.git").toUri().toString(), "0")).isZero();
        }
        shallow = dir.resolve("shallow.git");
        Command.run("git", "clone", "--quiet", "--bare", "--depth", "2", dir.resolve("full.git").toUri().toString(),
                shallow.toString());
    }

    /// @param isNew whether the git store is new, and not the one whose commits the remote has lost
    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "3, true", "0, false", "1, false"})
    void folderIsBackedUpToWhateverDepthIsAskedFor(String depth, boolean isNew) throws IOException {
        if (isNew) {
            FileTree.delete(dir.resolve("git"));
            bind();
        }
        for (String version : new String[]{"four", "five", "six"}) {
            Files.writeString(volume.root().resolve("file"), version);
            assertThat(gitBackup(shallow.toUri().toString(), depth)).isZero();
            assertThat(git("show", "main:file")).isEqualTo(version);
        }
        assertThat(gitBackup(shallow.toUri().toString(), depth)).isZero();
        git("fsck", "--full", "--strict");
        Command.run("git", "--git-dir", dir.resolve("git").toString(), "fsck", "--full", "--strict");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void serverThatCannotTakeItSaysWhy(int depth) throws Exception {
        String before = git("rev-parse", "main");
        try (var server = NativeGitServer.start(shallow); var store = GitStore.open(dir.resolve("new"), "main")) {
            Path knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHost(server.port()));
            RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(),
                    "--git-url=" + server.url(server.port()), "--ssh-known-hosts-file=" + knownHosts);
            options.check();
            try (GitRemote remote = options.remote(store)) {
                assertThat(remote.fetch(depth)).isPresent();
                store.takeRemoteHistory();
                assertThat(store.unpushed()).isZero();
                store.commit(store.headTree().orElseThrow(), new PersonIdent("test", "test"), "more\n");
                assertThat(store.unpushed()).isEqualTo(1);
                assertThat(remote.fetch(depth)).isPresent();

                assertThatThrownBy(remote::push).hasMessageContaining("the repository is shallow")
                        .hasMessageContaining("git fetch --unshallow").isInstanceOfSatisfying(RemoteException.class,
                                e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.FORMAT));
            }
        }
        assertThat(git("rev-parse", "main")).isEqualTo(before);
    }

    private String git(String... arguments) throws IOException {
        return Command.run(Stream.concat(Stream.of("git", "--git-dir", shallow.toString()), Stream.of(arguments))
                .toArray(String[]::new)).strip();
    }

    private void bind() throws IOException {
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            store.bind(volume.marker().orElseThrow().volumeId());
        }
    }

    private int gitBackup(String url, String depth) throws IOException {
        return Program.run(new GitBackup(), Map.of("GIT_URL", url, "DATA_DIR", volume.root().toString(), "GIT_STORE",
                dir.resolve("git").toString(), "GIT_DEPTH", depth), "--once");
    }
}
