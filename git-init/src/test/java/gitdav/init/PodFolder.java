package gitdav.init;

import gitdav.files.FileTree;
import gitdav.program.Program;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// What git-init works with, in one folder: a data volume, a git store, and a remote that is a folder, too. With what a
/// test does to them.
final class PodFolder {

    static final PersonIdent AUTHOR = new PersonIdent("test", "test@localhost");

    static final Map<String, String> FILES = Map.of("a.txt", "A", "folder/b ü.txt", "B", "folder/deep/c", "C");

    /// What is older than any clock is coarse.
    static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.123456789Z");

    private final Path dir;
    private final DataVolume volume;

    PodFolder(Path dir) throws IOException {
        this.dir = dir;
        this.volume = new DataVolume(Files.createDirectories(dir.resolve("data")));
        GitStore.open(remote(), "main").close();
    }

    /// One with [#FILES], which were written a while ago and are backed up.
    static PodFolder backedUp(Path dir) throws IOException {
        var pod = new PodFolder(dir);
        pod.start();
        pod.writeLongAgo(FILES);
        pod.backUp();
        return pod;
    }

    DataVolume volume() {
        return volume;
    }

    Path store() {
        return dir.resolve("git");
    }

    Path remote() {
        return dir.resolve("remote.git");
    }

    Path file(String name) {
        return volume.root().resolve(name);
    }

    /// Runs the program; it must say that the application may start.
    void start(String... arguments) {
        assertThat(gitInit(arguments)).isZero();
    }

    int gitInit(String... arguments) {
        return Program.run(new GitInit(), Map.of("GIT_URL", remote().toUri().toString(), "DATA_DIR",
                volume.root().toString(), "GIT_STORE", store().toString()), arguments);
    }

    /// What `--check` prints.
    String check(String... arguments) {
        PrintStream out = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            var all = new ArrayList<>(List.of(arguments));
            all.add("--check");
            gitInit(all.toArray(String[]::new));
        } finally {
            System.setOut(out);
        }
        return printed.toString(UTF_8).strip();
    }

    /// A user writes a file.
    Path write(String name, String content) throws IOException {
        Path file = file(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /// A user wrote these files a while ago.
    void writeLongAgo(Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            setTime(write(file.getKey(), file.getValue()));
        }
        try (Stream<Path> folders = Files.walk(volume.root())) {
            for (Path folder : folders.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !path.startsWith(file(".gitdav"))).toList()) {
                setTime(folder);
            }
        }
    }

    static void setTime(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
    }

    /// Other bytes at the same place, and the time says that nobody has changed them.
    void rot(String name, String content) throws IOException {
        FileTime time = Files.getLastModifiedTime(file(name));
        Files.writeString(file(name), content);
        Files.setLastModifiedTime(file(name), time);
    }

    /// What git-backup does.
    ObjectId backUp() throws IOException {
        ObjectId commit = commit();
        git("push", "--quiet", remote().toString(), "main");
        return commit;
    }

    /// What git-backup does while the remote is down.
    ObjectId commit() throws IOException {
        try (var store = GitStore.open(store(), "main")) {
            Snapshot snapshot = Snapshotter.take(volume, store, store.headTree());
            if (store.headTree().equals(Optional.of(snapshot.tree()))) {
                return store.head().orElseThrow();
            }
            ObjectId commit = store.commit(snapshot.tree(), AUTHOR, "backup");
            snapshot.remember(store);
            return commit;
        }
    }

    /// Another clone commits exactly these files to the remote.
    ObjectId commitToRemote(Map<String, String> files) throws IOException {
        Path folder = Files.createTempDirectory(dir, "theirs");
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        try (var store = GitStore.open(remote(), "main")) {
            ObjectId tree = Snapshotter.take(new DataVolume(folder), store, Optional.empty()).tree();
            return store.commit(tree, AUTHOR, "theirs");
        }
    }

    void loseData() throws IOException {
        FileTree.delete(volume.root());
        Files.createDirectory(volume.root());
    }

    /// A restore of what the volume has was killed while it moved files into place.
    void interruptRestore() throws IOException {
        ObjectId commit = head().orElseThrow();
        loseData();
        try (var store = GitStore.open(store(), "main")) {
            new VolumeUpdate(volume, store).stage(commit);
        }
        Files.move(volume.staging().resolve("folder"), file("folder"));
    }

    void loseStore() throws IOException {
        FileTree.delete(store());
    }

    /// The remote is not there; call it again to bring it back.
    void toggleRemote() throws IOException {
        Path away = dir.resolve("remote.away");
        if (Files.exists(away)) {
            Files.move(away, remote());
        } else {
            Files.move(remote(), away);
        }
    }

    Optional<ObjectId> head() throws IOException {
        try (var store = GitStore.open(store(), "main")) {
            return store.head();
        }
    }

    String git(String... command) throws IOException {
        return Command.run(Stream.concat(Stream.of("git", "--git-dir", store().toString()), Stream.of(command))
                .toArray(String[]::new)).strip();
    }

    /// The users' files with their content.
    Map<String, String> files() throws IOException {
        return filesBelow(volume.root(), ".gitdav");
    }

    /// Everything that was set aside, by name.
    Map<String, String> setAside() throws IOException {
        var all = new TreeMap<String, String>();
        if (Files.exists(volume.setAside())) {
            filesBelow(volume.setAside(), "-").forEach((name, text) -> all.put(name.replaceFirst("^[^/]+/", ""), text));
        }
        return all;
    }

    private static Map<String, String> filesBelow(Path root, String without) throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(path).toString();
                if (!name.startsWith(without)) {
                    files.put(name, Files.readString(path));
                }
            }
        }
        return files;
    }
}
