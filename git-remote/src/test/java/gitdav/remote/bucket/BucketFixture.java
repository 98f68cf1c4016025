package gitdav.remote.bucket;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.servers.S3Server;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A store, an empty bucket of an S3 server, and the remote between them.
abstract class BucketFixture {

    static final String BUCKET = "backup";

    @TempDir
    Path dir;
    Path credentials;
    S3Server server;
    GitStore store;

    @BeforeEach
    void emptyBucketAndStore() throws IOException {
        server = S3Server.start(dir.resolve("s3"), BUCKET);
        credentials = Files.writeString(dir.resolve("credentials"), server.credentials());
        store = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
        store.close();
    }

    /// Commits and pushes, merging what another writer has pushed meanwhile.
    ///
    /// @return the commits of which the bucket has said that it has them
    List<ObjectId> commitAndPush(String name, int rounds) throws Exception {
        var confirmed = new ArrayList<ObjectId>();
        try (var mine = GitStore.open(dir.resolve(name), "main"); GitRemote remote = remote(mine)) {
            remote.fetch();
            mine.takeRemoteHistory();
            for (int i = 0; i < rounds; i++) {
                ObjectId commit = commit(mine, name + i);
                while (true) {
                    try {
                        remote.push();
                        break;
                    } catch (RemoteException movedOn) {
                        assertThat(movedOn).hasMessageContaining("commits that this volume has not");
                        ObjectId theirs = remote.fetch().orElseThrow();
                        ObjectId ours = mine.head().orElseThrow();
                        mine.advance(mine.head(), mine.write(mine.headTree().orElseThrow(), List.of(ours, theirs),
                                new PersonIdent(name, name), "merge\n"), "merge");
                    }
                }
                confirmed.add(commit);
            }
        }
        return confirmed;
    }

    GitRemote remote(GitStore of, String... settings) throws Exception {
        var options = new RemoteOptions();
        var all = new ArrayList<>(List.of("--git-url", "s3://" + BUCKET + "/some/share", "--s3-endpoint",
                server.endpoint(), "--s3-path-style", "true", "--s3-credentials-file", credentials.toString()));
        all.addAll(List.of(settings));
        new CommandLine(options).setOverwrittenOptionsAllowed(true).parseArgs(all.toArray(String[]::new));
        options.check();
        return options.remote(of);
    }

    String bundle(String name) {
        return server.file(BUCKET, "some/share/bundles").resolve(name).toString();
    }

    List<String> bundles() throws IOException {
        try (Stream<Path> files = Files.list(server.file(BUCKET, "some/share/bundles"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    Stream<String> manifest() throws IOException {
        return Files.readAllLines(server.file(BUCKET, "some/share/manifest")).stream();
    }

    static ObjectId commit(GitStore in, String content) throws IOException {
        return commit(in, Constants.encode(content));
    }

    static ObjectId commit(GitStore in, byte[] content) throws IOException {
        try (ObjectInserter inserter = in.repository().newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append("file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, content));
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return in.commit(id, new PersonIdent("test", "test"), "test\n");
        }
    }
}
