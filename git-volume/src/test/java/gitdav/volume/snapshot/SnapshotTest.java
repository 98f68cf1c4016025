package gitdav.volume.snapshot;

import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// From files to a commit and back: what comes out equals what went in.
class SnapshotTest extends SnapshotFixture {

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
}
