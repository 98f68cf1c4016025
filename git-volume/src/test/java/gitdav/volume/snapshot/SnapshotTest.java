package gitdav.volume.snapshot;

import gitdav.files.FileTree;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.restore.Checkout;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Chunks;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// From files to a commit and back: what comes out equals what went in.
class SnapshotTest {

    /// What is older than any clock is coarse.
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.789Z");

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitStore store;

    @BeforeEach
    void emptyVolumeAndStore() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        store = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void everyNameAndEveryByteComesBack() throws IOException {
        for (String name : new String[]{"with space", "ümläut", "😀", "100%", "a#b", "a+b", "x".repeat(255),
                "ü".repeat(127),
                ".gitignore", ".gitattributes", ".gitmodules", "a\nb", "%41", "lost+found/in a folder is the users'"}) {
            write("folder/" + name, "content of " + name + "\r\n\n");
        }
        write("all bytes", allBytes());
        write("empty file", "");
        write("d/".repeat(49) + "50 deep", "deep");

        assertThat(restored()).isEqualTo(contents(volume.root()));
    }

    @Test
    void nothingIsObeyedThatGitWouldObey() throws IOException {
        write(".gitignore", "*\n");
        write(".gitattributes", "* text eol=crlf filter=lfs\n");
        write("ignored.txt", "one\ntwo\r\n");
        write("repository/.git/config", "[core]");
        write("repository/.GIT/hooks/post-checkout", "touch owned");
        write(".gitmodules", "[submodule \"x\"]\n\tpath = ../../x\n");

        assertThat(restored()).isEqualTo(contents(volume.root()));
    }

    @Test
    void emptyFoldersExecutablesAndLinksComeBack() throws IOException {
        Files.createDirectories(volume.root().resolve("empty/empty too"));
        Files.setPosixFilePermissions(write("run.sh", "#!/bin/sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(volume.root().resolve("dangling"), Path.of("../nowhere/ü"));
        Files.createSymbolicLink(volume.root().resolve("to a folder"), Path.of("empty"));

        assertThat(restored()).isEqualTo(contents(volume.root()));
        assertThat(restored().get("run.sh")).startsWith("file xxx ")
                .endsWith("[35, 33, 47, 98, 105, 110, 47, 115, 104]");
    }

    @Test
    void nameThatIsNotUtf8ComesBack() throws IOException {
        Path raw = new TreeName("caf\u00e9.txt").in(volume.root());
        Files.writeString(raw, "Latin-1");

        assertThat(restored()).isEqualTo(contents(volume.root())).hasSize(1);
    }

    @Test
    void reservedFolderStaysOut() throws IOException {
        write(".gitdav/uploads/half", "half a file");
        write("lost+found/1234", "what fsck found");
        write("users.txt", "theirs");

        assertThat(restored()).containsOnlyKeys("users.txt");
    }

    @Test
    void unchangedVolumeGivesTheSameTree() throws IOException {
        write("a/b", "c");
        ObjectId first = take(Optional.empty()).tree();

        assertThat(take(Optional.of(first)).tree()).isEqualTo(first);
    }

    @Test
    void timesComeBackToTheNanosecond() throws IOException {
        setTime(write("old", "o"), Instant.parse("1969-07-20T20:17:40.000000001Z"));
        setTime(write("folder/new", "n"), Instant.parse("2038-01-19T03:14:08.999999999Z"));
        setTime(Files.createDirectory(volume.root().resolve("folder/empty")), Instant.parse("2001-02-03T04:05:06Z"));
        setTime(volume.root().resolve("folder"), Instant.parse("2011-11-11T11:11:11.111111111Z"));

        assertThat(restored()).isEqualTo(contents(volume.root()));
    }

    @Test
    void touchedFileCostsOnlyItsFolders() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("folder " + i + "/file", "content");
        }
        Path file = write("deep/deeper/file", "content");
        ObjectId before = take(Optional.empty()).tree();
        setTime(file, Instant.parse("2001-02-03T04:05:06Z"));

        ObjectId after = take(Optional.of(before)).tree();

        assertThat(changed(before, after)).containsExactly(".gitdav/times/deep.d/deeper.d/times");
    }

    @Test
    void propertiesComeBackAndNothingElseOfOurFolder() throws IOException {
        write("file", "f");
        write(".gitdav/properties/file.xml", "<color>red</color>");
        write(".gitdav/properties/folder.d/b.xml", "<size>1</size>");
        write(".gitdav/marker", "ours");
        write(".gitdav/set-aside/2026/file", "rotten");

        assertThat(restored()).containsOnlyKeys("file", ".gitdav", ".gitdav/properties", ".gitdav/properties/file.xml",
                ".gitdav/properties/folder.d", ".gitdav/properties/folder.d/b.xml");
    }

    @Test
    void commitOfAPersonComesBackWithTheTimesThatAreStillTrue() throws Exception {
        setTime(write("kept", "as it was"), Instant.parse("2001-02-03T04:05:06Z"));
        setTime(write("edited", "before"), Instant.parse("2001-02-03T04:05:06Z"));
        write("deleted/file", "d");
        Files.createDirectories(volume.root().resolve("empty/empty too"));
        commit(take(Optional.empty()).tree());
        Path clone = dir.resolve("clone");
        git(dir, "clone", "--quiet", dir.resolve("git").toString(), clone.toString());
        Files.writeString(clone.resolve("edited"), "after");
        git(clone, "rm", "--quiet", "-r", "deleted");
        git(clone, "-c", "user.name=p", "-c", "user.email=p@localhost", "commit", "--quiet", "--all", "--message", "x");
        git(clone, "push", "--quiet", "origin", "main:theirs");
        Instant begin = Instant.now().minusSeconds(1);

        Map<String, String> back = restored(store.tree(ObjectId.fromString(git(clone, "rev-parse", "HEAD"))));

        assertThat(back).containsOnlyKeys("kept", "edited", "empty", "empty/empty too");
        assertThat(back.get("kept")).contains("2001-02-03T04:05:06Z");
        assertThat(Files.getLastModifiedTime(dir.resolve("back/.gitdav/staging/edited")).toInstant()).isAfter(begin);
    }

    @Test
    void backupOfANewerLayoutIsNotTakenForOneOfOurs() throws IOException {
        ObjectId tree;
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            var ours = new TreeFormatter();
            ours.append("layout", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, "3".getBytes(UTF_8)));
            var root = new TreeFormatter();
            root.append(".gitdav", FileMode.TREE, inserter.insert(ours));
            tree = inserter.insert(root);
            inserter.flush();
        }

        assertThatThrownBy(() -> restored(tree)).hasMessageContaining("layout 3", "use a newer gitdav");
    }

    @Test
    void fileThatRottedIsNotBackedUp() throws IOException {
        Path file = write("file", "good");
        setTime(file, LONG_AGO);
        Snapshot good = take(Optional.empty());
        commit(good.tree());
        good.remember(store);
        rot(file, "evil");

        Snapshot snapshot = take(Optional.of(good.tree()));

        assertThat(snapshot.tree()).isEqualTo(good.tree());
        assertThat(snapshot.damages()).singleElement()
                .satisfies(damage -> assertThat(damage.finding()).contains("file is damaged"));
    }

    @Test
    void fileThatIsReplacedByOneOfTheSameTimeIsBackedUp() throws IOException {
        Path file = write("file", "good");
        setTime(file, LONG_AGO);
        Snapshot first = take(Optional.empty());
        commit(first.tree());
        first.remember(store);
        Path upload = write("upload", "also");
        Files.setLastModifiedTime(upload, Files.getLastModifiedTime(file));
        Files.move(upload, file, StandardCopyOption.REPLACE_EXISTING);

        Snapshot snapshot = take(Optional.of(first.tree()));

        assertThat(snapshot.damages()).isEmpty();
        assertThat(restored(snapshot.tree()).get("file")).endsWith("[97, 108, 115, 111]");
    }

    @Test
    void fileThatIsLostIsNotTakenForDeleted() throws IOException {
        write("folder/kept", "k");
        Path lost = write("folder/lost", "l");
        Path deleted = write("other/deleted", "d");
        setTime(lost.getParent(), LONG_AGO);
        setTime(deleted.getParent(), LONG_AGO);
        Snapshot good = take(Optional.empty());
        commit(good.tree());
        good.remember(store);
        Files.delete(lost);
        setTime(lost.getParent(), LONG_AGO);
        Files.delete(deleted);

        Snapshot snapshot = take(Optional.of(good.tree()));

        assertThat(restored(snapshot.tree())).containsOnlyKeys("folder", "folder/kept", "folder/lost", "other");
        assertThat(snapshot.damages()).singleElement()
                .satisfies(damage -> assertThat(damage.finding()).contains("folder/lost is lost"));
    }

    @Test
    void indexThatIsBrokenIsAsGoodAsNone() throws IOException {
        write("folder/file", "content");
        Snapshot snapshot = take(Optional.empty());
        commit(snapshot.tree());
        snapshot.remember(store);
        assertThat(FileIndex.read(store.folder()).orElseThrow().root()).isEqualTo(snapshot.root());
        Path index = store.folder().resolve(FileIndex.FILE);
        byte[] bytes = Files.readAllBytes(index);
        bytes[bytes.length / 2] ^= 4;
        Files.write(index, bytes);

        assertThat(FileIndex.read(store.folder())).isEmpty();
        assertThat(take(Optional.of(snapshot.tree())).tree()).isEqualTo(snapshot.tree());
    }

    @Test
    void largeFileIsStoredInChunksAndComesBack() throws IOException {
        byte[] random = new byte[40_000_000];
        new Random(1).nextBytes(random);
        Path large = write("folder/film.mp4", random);
        setTime(large, LONG_AGO);
        Files.setPosixFilePermissions(write("text", "text ".repeat(4_000_000)),
                PosixFilePermissions.fromString("rwxr-xr-x"));
        write("just not large", Arrays.copyOf(random, Chunks.SIZE));
        write(".git", Arrays.copyOf(random, Chunks.SIZE + 1));

        Snapshot snapshot = take(Optional.empty());

        assertThat(restored(snapshot.tree())).isEqualTo(contents(volume.root()));
        assertThat(names(snapshot.tree())).contains("folder/.gitdav-chunks-film.mp4/000000",
                "folder/.gitdav-chunks-film.mp4/000002", ".gitdav-chunks-text/000001", "just not large",
                ".gitdav-chunks-.gitdav-escaped-.git/000001").doesNotContain("folder/film.mp4");
        assertThat(snapshot.files()).isEqualTo(4);
        assertThat(Snapshotter.look(volume, store, Optional.empty(), ReadPolicy.FULL).tree())
                .isEqualTo(snapshot.tree());
    }

    @Test
    void changeOfALargeFileCostsItsChunk() throws IOException {
        Path large = write("film.mp4", new byte[50_000_000]);
        ObjectId before = take(Optional.empty()).tree();
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.seek(20_000_000);
            file.write(1);
        }

        ObjectId after = take(Optional.of(before)).tree();

        assertThat(changed(before, after)).containsExactly(".gitdav-chunks-film.mp4/000001", ".gitdav/times/times");
    }

    @Test
    void folderNamedLikeOneOfChunksIsAFolder() throws IOException {
        write(".gitdav-chunks-a/000000", "a user's");
        write(".gitdav-chunks-b", "a file");
        write("folder/.gitdav-escaped-.gitdav-chunks-c/000000", "another");

        assertThat(restored()).isEqualTo(contents(volume.root()));
    }

    @Test
    void fileThatAPersonHasPutInPlaceOfALargeOneCounts() throws Exception {
        write("film.mp4", new byte[Chunks.SIZE + 1]);
        write("broken.mp4", new byte[2 * Chunks.SIZE + 1]);
        commit(take(Optional.empty()).tree());
        Path clone = dir.resolve("clone");
        git(dir, "clone", "--quiet", dir.resolve("git").toString(), clone.toString());
        Files.writeString(clone.resolve("film.mp4"), "the book");
        Files.delete(clone.resolve(".gitdav-chunks-broken.mp4/000001"));
        git(clone, "add", "--all");
        git(clone, "-c", "user.name=p", "-c", "user.email=p@localhost", "commit", "--quiet", "--message", "x");
        git(clone, "push", "--quiet", "origin", "main:theirs");

        Map<String, String> back = restored(store.tree(ObjectId.fromString(git(clone, "rev-parse", "HEAD"))));

        assertThat(back).containsOnlyKeys("film.mp4");
    }

    @Test
    void snapshotIsOnePackThatNativeGitFindsWhole() throws Exception {
        for (int i = 0; i < 300; i++) {
            write("folder " + i % 7 + "/" + i, "content " + i % 200);
        }
        write("large", new byte[3_000_000]);
        commit(take(Optional.empty()).tree());
        write("one", "more");
        commit(take(store.headTree()).tree());

        git(dir.resolve("git"), "fsck", "--full", "--strict");
        try (Stream<Path> packs = Files.list(dir.resolve("git/objects/pack"))) {
            assertThat(packs).hasSize(4)
                    .allMatch(file -> file.toString().matches(".*/pack-\\p{XDigit}{40}\\.(pack|idx)"));
        }
        assertThat(restored(store.headTree().orElseThrow())).isEqualTo(contents(volume.root()));
    }

    @Test
    void folderThatIsTooDeepIsReportedAndTheRestIsTaken() throws IOException, InterruptedException {
        write("file", "f");
        // Longer than any path may be: nobody can read it.
        String deep = ("x".repeat(200) + "/").repeat(15);
        shell("mkdir -p a/" + deep + " b/" + deep + " && mv b a/" + deep);
        try {
            Snapshot snapshot = take(Optional.empty());

            assertThat(snapshot.files()).isEqualTo(1);
            assertThat(snapshot.problems()).singleElement().asString().contains("too long a path");
        } finally {
            shell("rm -r a");
        }
    }

    @Test
    void pathThatWouldBeTooLongWhileItIsRestoredIsReported() throws IOException {
        int longest = 4095 - "/.gitdav/staging".length();
        String folders = "x".repeat(200) + "/";
        while (volume.root().resolve(folders).toString().length() < longest - 250) {
            folders += "x".repeat(200) + "/";
        }
        int rest = longest - volume.root().resolve(folders).toString().length() - 1;
        write(folders + "y".repeat(rest), "can be restored");
        write(folders + "z".repeat(rest + 1), "cannot");

        assertThat(restored()).hasSize(contents(volume.root()).size() - 1);
        assertThat(take(Optional.empty()).problems()).singleElement().asString().contains("zzz", "too long a path");
    }

    @Test
    void linkThatCannotBeMadeDoesNotKeepTheRestFromComingBack() throws IOException {
        ObjectId tree;
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            var formatter = new TreeFormatter();
            formatter.append("a file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, new byte[]{'a'}));
            formatter.append("no target", FileMode.SYMLINK, inserter.insert(Constants.OBJ_BLOB, new byte[0]));
            formatter.append("zero", FileMode.SYMLINK, inserter.insert(Constants.OBJ_BLOB, new byte[1]));
            tree = inserter.insert(formatter);
            inserter.flush();
        }

        assertThat(restored(tree)).containsOnlyKeys("a file");
    }

    @Test
    void pipeIsReportedAndTheRestIsTaken() throws IOException, InterruptedException {
        write("file", "f");
        shell("mkfifo pipe");

        Snapshot snapshot = take(Optional.empty());

        assertThat(snapshot.files()).isEqualTo(1);
        assertThat(snapshot.problems()).singleElement().asString().contains("pipe", "not backed up");
    }

    /// Other bytes at the same place, and nobody has touched the file.
    private static void rot(Path file, String content) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, content);
        setTime(file, time.toInstant());
    }

    private static void setTime(Path path, Instant time) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    private ObjectId commit(ObjectId tree) throws IOException {
        return store.commit(tree, new PersonIdent("test", "test"), "test");
    }

    private static String git(Path folder, String... command) throws IOException {
        return Command.run(Stream.concat(Stream.of("git", "-C", folder.toString()), Stream.of(command))
                .toArray(String[]::new)).strip();
    }

    /// The files that differ between two trees.
    private List<String> changed(ObjectId before, ObjectId after) throws IOException {
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
    private List<String> names(ObjectId tree) throws IOException {
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            ObjectId empty = inserter.insert(new TreeFormatter());
            inserter.flush();
            return changed(empty, tree);
        }
    }

    private Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(UTF_8));
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = volume.root().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private void shell(String command) throws IOException {
        Command.run("sh", "-c", "cd '" + volume.root() + "' && " + command);
    }

    private static byte[] allBytes() {
        byte[] all = new byte[100_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31 + i / 256);
        }
        return all;
    }

    private Snapshot take(Optional<ObjectId> previous) throws IOException {
        return Snapshotter.take(volume, store, previous);
    }

    private Map<String, String> restored() throws IOException {
        return restored(take(Optional.empty()).tree());
    }

    private Map<String, String> restored(ObjectId tree) throws IOException {
        FileTree.delete(dir.resolve("back"));
        Path target = Files.createDirectories(dir.resolve("back/.gitdav/staging"));
        Checkout.write(store, commit(tree), target);
        return contents(target);
    }

    /// Every path below the folder with what it is, the executable bit, and its bytes or its target.
    private static Map<String, String> contents(Path folder) throws IOException {
        var contents = new TreeMap<String, String>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> !path.equals(folder)).toList()) {
                contents.put(folder.toUri().relativize(path.toUri()).getPath().replaceFirst("/$", ""), describe(path));
            }
        }
        return contents;
    }

    private static String describe(Path path) throws IOException {
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

    private static ObjectId idOf(byte[] content) {
        return new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, content);
    }
}
