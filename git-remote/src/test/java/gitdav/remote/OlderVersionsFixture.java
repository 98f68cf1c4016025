package gitdav.remote;

import gitdav.servers.Command;
import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.Reach;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/// A remote with many versions, and a store that has none of them yet.
abstract class OlderVersionsFixture {

    static final SshKey DEPLOY_KEY = SshKey.generate();
    static final SshKey HOST_KEY = SshKey.generate();

    /// So many that JGit names its own commits to a server in several rounds.
    static final int VERSIONS = 150;
    static final int NEWEST_ONLY = 1;

    @TempDir
    Path dir;
    final List<AutoCloseable> open = new ArrayList<>();
    final List<ObjectId> commits = new ArrayList<>();
    GitStore theirs;
    GitStore store;

    /// Where the remote is.
    enum Kind {
        SSH, FOLDER
    }

    @BeforeEach
    void remoteWithHistoryAndStoreWithoutIt() throws IOException {
        theirs = opened(GitStore.open(dir.resolve("remotes/content.git"), "main"));
        store = opened(GitStore.open(dir.resolve("git"), "main"));
        for (int i = 0; i < VERSIONS; i++) {
            commits.add(commit(theirs, 20_000));
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    OlderVersions older(RemoteOptions remotes) {
        return new OlderVersions(store, remotes);
    }

    int reach() throws IOException {
        return Reach.of(store, store.remoteHead().orElseThrow()).depth();
    }

    void restoreNewest(RemoteOptions remotes) throws IOException {
        try (GitRemote remote = remotes.remote(store)) {
            remote.fetch(NEWEST_ONLY);
        }
        store.takeRemoteHistory();
    }

    /// Native git reads every object, and knows so many versions.
    void assertWhole(int versions) throws IOException {
        Command.run("git", "--git-dir", store.folder().toString(), "fsck", "--full", "--strict");
        assertThat(Command.run("git", "--git-dir", store.folder().toString(), "log", "--format=%H", "main").lines())
                .hasSize(versions);
    }

    RemoteOptions remotes(Kind kind) throws IOException {
        if (kind == Kind.FOLDER) {
            return options("--git-url", dir.resolve("remotes/content.git").toUri().toString());
        }
        var server = opened(GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY)));
        return options("--git-url", server.url("content.git", DEPLOY_KEY), "--ssh-host-keys", "accept-new");
    }

    static RemoteOptions options(String... settings) {
        return CommandLine.populateCommand(new RemoteOptions(), settings);
    }

    <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    static ObjectId commit(GitStore in, int size) throws IOException {
        byte[] content = new byte[size];
        new Random().nextBytes(content);
        try (ObjectInserter inserter = in.repository().newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append("file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, content));
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return in.commit(id, new PersonIdent("test", "test"), "test\n");
        }
    }
}
