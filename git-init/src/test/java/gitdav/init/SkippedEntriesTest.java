package gitdav.init;

import gitdav.volume.store.GitStore;
import gitdav.volume.tree.TreeEntries;
import gitdav.volume.tree.TreeName;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A commit has entries that no volume can hold: everything else is restored, and they stay in the history.
class SkippedEntriesTest extends BackedUpPod {

    private static final String LONG_NAME = "\u4e2d".repeat(100) + ".txt";

    /// How a commit gets to the volume.
    enum Way {
        RESTORE, FAST_FORWARD, MERGE
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatNoVolumeCanHoldIsSkippedAndStaysInTheHistory(Way way) throws Exception {
        var commit = new ForeignCommit(pod.remote());
        ObjectId blob = commit.blob("evil".getBytes(StandardCharsets.UTF_8));
        commit.file(LONG_NAME, "long").file("new", "n").file("foo", "1").file(".gitdav-escaped-foo", "2")
                .submodule("module").file(".gitmodules", "[submodule]")
                .folder(".gitdav-escaped-.gitdav", "evil", FileMode.REGULAR_FILE, blob)
                .folder("lost+found", "x", FileMode.REGULAR_FILE, blob)
                .folder(".gitdav-chunks-.gitdav", "000000", FileMode.REGULAR_FILE, blob)
                .folder("\u4e2d".repeat(90), "in a folder", FileMode.REGULAR_FILE, blob)
                .link("no target", "").link("zero", "a\0b").commit();
        List<TreeEntries.Entry> theirs = entries(pod.remote());
        switch (way) {
            case RESTORE -> {
                pod.loseData();
                pod.loseStore();
            }
            case FAST_FORWARD -> {
                // Nothing has changed here.
            }
            case MERGE -> pod.write("ours", "o");
        }

        pod.start();

        assertThat(pod.files()).containsEntry("new", "n").containsEntry("foo", "1").containsEntry("a.txt", "A");
        assertThat(pod.file(".gitdav/evil")).doesNotExist();
        assertThat(pod.file("lost+found")).doesNotExist();
        assertThat(pod.check()).startsWith(way == Way.MERGE ? "ahead: the last backup" : "intact");
        ObjectId head = pod.head().orElseThrow();
        assertThat(pod.backUp()).isEqualTo(head);
        pod.write("folder/user", "u");
        pod.backUp();
        assertThat(entries(pod.remote())).containsAll(theirs.stream()
                .filter(entry -> !List.of(".gitdav", "folder").contains(entry.name().toString())).toList());
        pod.loseData();
        pod.start();
        assertThat(pod.check()).startsWith("intact");
        assertThat(pod.files()).containsEntry("folder/user", "u");
    }

    @Test
    void skippedFileGivesWayToWhatAUserPutsThere() throws Exception {
        new ForeignCommit(pod.remote()).submodule("module").commit();
        pod.start();

        pod.write("module", "a file");
        pod.backUp();

        assertThat(entries(pod.remote())).filteredOn(entry -> entry.name().toString().equals("module"))
                .singleElement().matches(entry -> entry.mode().equals(FileMode.REGULAR_FILE));
    }

    @Test
    void skippedFileGoesWhenAPersonDeletesIt() throws Exception {
        new ForeignCommit(pod.remote()).file(LONG_NAME, "long").submodule("module").commit();
        pod.start();
        pod.commitToRemote(FILES);

        pod.start();

        assertThat(pod.check()).startsWith("intact");
        assertThat(pod.file(".gitdav/not-applied")).doesNotExist();
        pod.write("user", "u");
        pod.backUp();
        assertThat(entries(pod.remote())).extracting(entry -> entry.name().toString())
                .doesNotContain(LONG_NAME, "module");
    }

    @Test
    void linkComesBackByteForByte() throws Exception {
        new ForeignCommit(pod.remote()).link("bytes", "\u00ff\u00fe").link("slashes", "a//b/").commit();

        pod.start();

        assertThat(Files.readSymbolicLink(pod.file("bytes")))
                .isEqualTo(Path.of("/").relativize(Path.of(URI.create("file:///%FF%FE"))));
        assertThat(pod.check()).startsWith("intact");
        assertThat(pod.backUp()).isEqualTo(pod.head().orElseThrow());
    }

    @Test
    void fileThatCannotBeReplacedOrRemovedStays() throws Exception {
        Path kept = pod.file("folder/deep");
        Immutable.assumePossible(dir);
        Immutable.set(kept, true);
        try {
            pod.commitToRemote(Map.of("a.txt", "their A", "folder/deep/c", "their C", "folder/deep/d", "D"));

            pod.start();

            assertThat(pod.files()).containsEntry("a.txt", "their A").containsEntry("folder/deep/c", "C");
            assertThat(pod.check()).startsWith("intact");
            ObjectId head = pod.head().orElseThrow();
            assertThat(pod.backUp()).isEqualTo(head);
            pod.commitToRemote(Map.of("a.txt", "A", "folder/b \u00fc.txt", "B"));
            pod.start();
            assertThat(pod.files()).containsEntry("folder/deep/c", "C");
            assertThat(pod.check()).startsWith("intact");
        } finally {
            Immutable.set(kept, false);
        }
    }

    @Test
    void whatAFolderDidNotTakeIsPutThereOnceItTakesIt() throws Exception {
        Path folder = pod.file("folder/deep");
        Immutable.assumePossible(dir);
        Immutable.set(folder, true);
        try {
            pod.commitToRemote(Map.of("a.txt", "A", "folder/deep/c", "their C"));
            pod.start();
            assertThat(pod.files()).containsEntry("folder/deep/c", "C");
            assertThat(pod.check()).startsWith("intact, but");
        } finally {
            Immutable.set(folder, false);
        }
        assertThat(pod.check()).startsWith("incomplete");

        pod.start();

        assertThat(pod.files()).isEqualTo(Map.of("a.txt", "A", "folder/deep/c", "their C"));
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
        assertThat(pod.file(".gitdav/not-applied")).doesNotExist();
    }

    @Test
    void whatAFolderStillDoesNotTakeIsTriedOnce() throws Exception {
        new ForeignCommit(pod.remote()).link("no target", "").commit();
        pod.start();
        // Another entry changes the time of the folder.
        pod.write("user", "u");

        pod.start();

        assertThat(pod.check()).startsWith("ahead");
        assertThat(Files.readString(pod.file(".gitdav/not-applied"))).contains("/no%20target");
    }

    @Test
    void reasonInAnyScriptKeepsTheListWhole() throws Exception {
        Path folder = Files.createDirectory(pod.file("\u4e2d"));
        Files.writeString(folder.resolve("x"), "X");
        pod.backUp();
        Immutable.assumePossible(dir);
        Immutable.set(folder, true);
        try {
            pod.commitToRemote(Map.of("a.txt", "A", "\u4e2d/x", "their X", "\u4e2d/y", "Y"));

            pod.start();

            assertThat(pod.check()).startsWith("intact, but");
            assertThat(pod.backUp()).isEqualTo(pod.head().orElseThrow());
        } finally {
            Immutable.set(folder, false);
        }
    }

    @Test
    void folderInAFolderMayHaveTheNameOfOurs() throws Exception {
        ObjectId empty = new ForeignCommit(pod.remote()).tree(List.of());
        new ForeignCommit(pod.remote()).folder("users", ".gitdav", FileMode.TREE, empty).commit();
        pod.start();
        assertThat(pod.file("users/.gitdav")).isEmptyDirectory();

        pod.commitToRemote(FILES);
        pod.start();

        assertThat(pod.file("users")).doesNotExist();
        assertThat(pod.check()).startsWith("intact");
    }

    @Test
    @Tag("long")
    void commitThatIsTooDeepGivesWayToAnOlderOne() throws Exception {
        var commit = new ForeignCommit(pod.remote());
        ObjectId tree = commit.tree(List.of());
        for (int i = 0; i < 300; i++) {
            tree = commit.tree(List.of(new TreeEntries.Entry(new TreeName("d"), FileMode.TREE, tree)));
        }
        commit.add("deep", FileMode.TREE, tree).commit();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    @Tag("long")
    void commitThatClaimsTenBillionFilesGivesWayToAnOlderOne() throws Exception {
        var commit = new ForeignCommit(pod.remote());
        ObjectId id = commit.blob("x".getBytes(StandardCharsets.UTF_8));
        FileMode mode = FileMode.REGULAR_FILE;
        for (int i = 0; i < 10; i++) {
            var entries = new ArrayList<TreeEntries.Entry>();
            for (int j = 0; j < 10; j++) {
                entries.add(new TreeEntries.Entry(new TreeName("e" + j), mode, id));
            }
            id = commit.tree(entries);
            mode = FileMode.TREE;
        }
        commit.add("bomb", FileMode.TREE, id).commit();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
    }

    private static List<TreeEntries.Entry> entries(Path repository) throws IOException {
        try (var store = GitStore.open(repository, "main");
                var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            return TreeEntries.of(objects, store.headTree().orElseThrow());
        }
    }
}
