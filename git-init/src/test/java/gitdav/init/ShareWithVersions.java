package gitdav.init;

import gitdav.servers.Command;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A share with two versions in its remote and a change that is in neither, on volumes of its own.
abstract class ShareWithVersions {

    static final Map<String, String> MONDAY = Map.of("a.txt", "monday", "folder/b", "monday", "gone", "gone");
    static final Map<String, String> TUESDAY = Map.of("a.txt", "tuesday", "folder/b", "monday", "new",
            "tuesday");
    static final Map<String, String> NOW = Map.of("a.txt", "now", "folder/b", "monday", "new", "tuesday");

    @TempDir
    Path dir;
    PodFolder pod;
    ObjectId monday;
    ObjectId tuesday;

    @BeforeEach
    void shareWithTwoVersionsAndAChange() throws Exception {
        pod = new PodFolder(dir);
        pod.start();
        pod.writeLongAgo(MONDAY);
        monday = backUpAt("2020-06-01T12:00:00Z");
        Files.delete(pod.file("gone"));
        pod.write("a.txt", "tuesday");
        pod.write("new", "tuesday");
        tuesday = backUpAt("2020-06-02T12:00:00Z");
        pod.write("a.txt", "now");
    }

    ObjectId backUpAt(String time) throws IOException {
        ObjectId commit;
        try (var store = GitStore.open(pod.store(), "main")) {
            Snapshot snapshot = Snapshotter.take(pod.volume(), store, store.headTree());
            commit = store.commit(snapshot.tree(), new PersonIdent(PodFolder.AUTHOR, Instant.parse(time)), "backup\n");
            snapshot.remember(store);
        }
        pod.git("push", "--quiet", pod.remote().toString(), "main");
        return commit;
    }

    String remote(String... command) throws IOException {
        var all = new ArrayList<>(List.of("git", "--git-dir", pod.remote().toString()));
        all.addAll(List.of(command));
        return Command.run(all.toArray(String[]::new)).strip();
    }

    interface Run {
        void run() throws Exception;
    }

    /// What the program says on both outputs.
    static String output(Run run) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var said = new ByteArrayOutputStream();
        var both = new PrintStream(said, true, UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            run.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return said.toString(UTF_8);
    }
}
