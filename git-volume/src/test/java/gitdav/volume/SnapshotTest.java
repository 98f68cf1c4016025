package gitdav.volume;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// From files to a commit and back: what comes out equals what went in.
class SnapshotTest {

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

        assertThat(restored()).isEqualTo(contents(volume.root()))
                .containsEntry("run.sh", "file xxx [35, 33, 47, 98, 105, 110, 47, 115, 104]");
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
    void fileTooLargeForGitIsReportedAndTheRestIsTaken() throws IOException {
        write("small", "s");
        try (var sparse = new RandomAccessFile(volume.root().resolve("huge").toFile(), "rw")) {
            sparse.setLength(Integer.MAX_VALUE);
        }

        Snapshot snapshot = take(Optional.empty());

        assertThat(snapshot.files()).isEqualTo(1);
        assertThat(snapshot.problems()).singleElement().asString().contains("huge", "2147483647");
    }

    @Test
    void fileThatHasBecomeTooLargeStaysAsItWas() throws IOException {
        Path file = write("grows", "last version that could be read");
        ObjectId before = take(Optional.empty()).tree();
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(Integer.MAX_VALUE);
        }

        Snapshot snapshot = take(Optional.of(before));

        assertThat(snapshot.tree()).isEqualTo(before);
        assertThat(snapshot.problems()).singleElement().asString().contains("keeps its last version");
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

    private Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = volume.root().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private void shell(String command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", command).directory(volume.root().toFile()).start().waitFor())
                .isZero();
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
        Path target = Files.createDirectories(dir.resolve("back/.gitdav/staging"));
        Checkout.write(store, store.commit(tree, new PersonIdent("test", "test"), "test"), target);
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
            return "folder";
        }
        String executable = PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).replaceAll("[^x]", "");
        return "file " + executable + " " + java.util.Arrays.toString(Files.readAllBytes(path));
    }
}
