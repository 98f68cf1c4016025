package gitdav.volume.snapshot;

import gitdav.files.FileTree;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.restore.Checkout;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A volume and a store in a temporary folder: what is written is committed, and what was committed is compared with it.
abstract class SnapshotFixture {

    /// What is older than any clock is coarse.
    static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.789Z");

    @TempDir
    Path dir;
    DataVolume volume;
    GitStore store;

    @BeforeEach
    void emptyVolumeAndStore() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        store = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    /// Other bytes at the same place, and nobody has touched the file.
    static void rot(Path file, String content) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, content);
        setTime(file, time.toInstant());
    }

    static void setTime(Path path, Instant time) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    ObjectId commit(ObjectId tree) throws IOException {
        return store.commit(tree, new PersonIdent("test", "test"), "test");
    }

    static String git(Path folder, String... command) throws IOException {
        return Command.run(Stream.concat(Stream.of("git", "-C", folder.toString()), Stream.of(command))
                .toArray(String[]::new)).strip();
    }

    /// The files that differ between two trees.
    List<String> changed(ObjectId before, ObjectId after) throws IOException {
        var changed = new ArrayList<String>();
        try (var walk = new TreeWalk(store.repository())) {
            walk.addTree(before);
            walk.addTree(after);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                changed.add(walk.getPathString());
            }
        }
        return changed;
    }

    /// All files in a tree.
    List<String> names(ObjectId tree) throws IOException {
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            ObjectId empty = inserter.insert(new TreeFormatter());
            inserter.flush();
            return changed(empty, tree);
        }
    }

    Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(UTF_8));
    }

    Path write(String name, byte[] content) throws IOException {
        Path file = volume.root().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    void shell(String command) throws IOException {
        Command.run("sh", "-c", "cd '" + volume.root() + "' && " + command);
    }

    static byte[] allBytes() {
        byte[] all = new byte[100_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31 + i / 256);
        }
        return all;
    }

    Snapshot take(Optional<ObjectId> previous) throws IOException {
        return Snapshotter.take(volume, store, previous);
    }

    Map<String, String> restored() throws IOException {
        return restored(take(Optional.empty()).tree());
    }

    Map<String, String> restored(ObjectId tree) throws IOException {
        FileTree.delete(dir.resolve("back"));
        Path target = Files.createDirectories(dir.resolve("back/.gitdav/staging"));
        Checkout.write(store, commit(tree), target);
        return contents(target);
    }

    /// Every path below the folder with what it is, the executable bit, and its bytes or its target.
    static Map<String, String> contents(Path folder) throws IOException {
        var contents = new TreeMap<String, String>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> !path.equals(folder)).toList()) {
                contents.put(folder.toUri().relativize(path.toUri()).getPath().replaceFirst("/$", ""), describe(path));
            }
        }
        return contents;
    }

    static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link " + Files.readSymbolicLink(path);
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return "folder " + Files.getLastModifiedTime(path);
        }
        String executable = PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).replaceAll("[^x]", "");
        byte[] content = Files.readAllBytes(path);
        return "file " + executable + " " + Files.getLastModifiedTime(path) + " "
                + (content.length > 1_000_000 ? idOf(content).name() : Arrays.toString(content));
    }

    static ObjectId idOf(byte[] content) {
        return new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, content);
    }
}
