package gitdav.init;

import gitdav.servers.Command;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.RestoredAt;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// The whole share as it was: with real repositories, in folders.
class RestoreAtTest {

    private static final Map<String, String> MONDAY = Map.of("a.txt", "monday", "folder/b", "monday", "gone", "gone");
    private static final Map<String, String> TUESDAY = Map.of("a.txt", "tuesday", "folder/b", "monday", "new",
            "tuesday");
    private static final Map<String, String> NOW = Map.of("a.txt", "now", "folder/b", "monday", "new", "tuesday");

    @TempDir
    private Path dir;
    private PodFolder pod;
    private ObjectId monday;
    private ObjectId tuesday;

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

    @ParameterizedTest
    @ValueSource(strings = {"2020-06-01T12-00-00Z", "2020-06-01T12:00:00Z", "2020-06-01T14:00:00+02:00",
            "2020-06-02T11:59:59Z"})
    void volumeIsBroughtToTheNewestVersionOfThatTime(String time) throws Exception {
        pod.start("--restore-at", time);

        assertThat(pod.files()).isEqualTo(MONDAY);
        assertThat(Files.getLastModifiedTime(pod.file("a.txt")).toInstant()).isEqualTo(PodFolder.LONG_AGO);
    }

    @ParameterizedTest
    @CsvSource({"40", "10", "7"})
    void volumeIsBroughtToThatCommit(int digits) throws Exception {
        pod.start("--restore-at", monday.name().substring(0, digits));

        assertThat(pod.files()).isEqualTo(MONDAY);
    }

    @Test
    void presentStateIsPushedBeforeAndTheResultIsANewCommitAfterIt() throws Exception {
        pod.start("--restore-at", monday.name());

        ObjectId before = ObjectId.fromString(remote("rev-parse", "main"));
        assertThat(remote("log", "-1", "--format=%P %s", "main")).startsWith(tuesday.name());
        assertThat(remote("show", "main:a.txt")).isEqualTo("now");
        assertThat(pod.git("log", "-1", "--format=%P %s", "main"))
                .startsWith(before.name() + " Back to 2020-06-01T12-00-00Z");
        assertThat(pod.git("rev-parse", "main^{tree}")).isEqualTo(pod.git("rev-parse", monday.name() + "^{tree}"));
        assertThat(pod.setAside()).containsEntry("a.txt", "now").containsEntry("new", "tuesday");
    }

    @Test
    void wayBackIsTheSameCommand() throws Exception {
        String said = output(() -> pod.start("--restore-at", monday.name()));
        String before = said.replaceFirst("(?s).*the way back: RESTORE_AT=([0-9a-f]+).*", "$1");
        pod.backUp();

        pod.start("--restore-at", before);

        assertThat(pod.files()).isEqualTo(NOW);
    }

    @Test
    void sameValueTakesEffectOnce() throws Exception {
        pod.start("--restore-at", monday.name());
        pod.write("a.txt", "written since");

        pod.start("--restore-at", monday.name());

        assertThat(pod.files()).containsEntry("a.txt", "written since");
        pod.start("--restore-at", "2020-06-01T12-00-00Z");
        assertThat(pod.files()).isEqualTo(MONDAY);
        pod.write("a.txt", "written again");
        pod.start("--restore-at", monday.name());
        assertThat(pod.files()).isEqualTo(MONDAY);
    }

    @Test
    void versionThatTheVolumeIsAlreadyNeedsNoCommit() throws Exception {
        pod.start("--restore-at", monday.name());
        ObjectId head = pod.head().orElseThrow();

        pod.start("--restore-at", "2020-06-01T12-00-00Z");

        assertThat(pod.head()).contains(head);
        assertThat(pod.files()).isEqualTo(MONDAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "2020-06-01", "2020-06-01T25-00-00Z", "2020-06-01T12:00:00", "abc", "main", "../x"})
    void valueThatMeansNothingIsAWrongSetting(String value) throws Exception {
        Map<String, String> before = pod.files();

        String said = output(() -> assertThat(pod.gitInit("--restore-at", value)).isEqualTo(2));

        assertThat(said).contains("RESTORE_AT: '", "is neither a time such as 2026-11-28T14-03-00Z");
        assertThat(pod.files()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-05-31T00-00-00Z", "0123456789abcdef"})
    void versionThatIsNotThereIsAWrongSettingAndChangesNothing(String value) throws Exception {
        pod.commitToRemote(Map.of("theirs", "news"));

        String said = output(() -> assertThat(pod.gitInit("--restore-at", value)).isEqualTo(2));

        assertThat(said).contains(value, "reaches back to 2020-06-01T12-00-00Z");
        assertThat(pod.files()).isEqualTo(NOW);
        assertThat(pod.head()).contains(tuesday);
    }

    @Test
    void olderVersionsAreFetchedIntoAShallowStore() throws Exception {
        pod.backUp();
        pod.loseData();
        pod.loseStore();
        pod.start();
        assertThat(pod.git("log", "--format=%H", "main").lines()).hasSize(1);

        pod.start("--restore-at", "2020-06-01T12-00-00Z");

        assertThat(pod.files()).isEqualTo(MONDAY);
    }

    @Test
    void shallowStoreWithoutItsRemoteSaysHowFarItReaches() throws Exception {
        pod.loseData();
        pod.loseStore();
        pod.start();
        pod.toggleRemote();

        String said = output(() -> assertThat(pod.gitInit("--restore-at", "2020-06-01T12-00-00Z")).isOne());

        assertThat(said).contains("nothing was restored");
        assertThat(pod.files()).isEqualTo(TUESDAY);
    }

    @Test
    void nothingIsRestoredWhileTheRemoteCannotBeReached() throws Exception {
        pod.toggleRemote();

        String said = output(() -> assertThat(pod.gitInit("--restore-at", monday.name())).isOne());

        assertThat(said).contains("RESTORE_AT: nothing was restored");
        assertThat(pod.files()).isEqualTo(NOW);
        pod.toggleRemote();
        pod.start("--restore-at", monday.name());
        assertThat(pod.files()).isEqualTo(MONDAY);
    }

    @Test
    void versionThatTookEffectNeedsNoRemoteAtTheNextStart() throws Exception {
        pod.start("--restore-at", monday.name());
        pod.toggleRemote();

        pod.start("--restore-at", monday.name());

        assertThat(pod.files()).isEqualTo(MONDAY);
    }

    @Test
    void whatOthersHaveCommittedIsMergedBeforeAndStaysInTheHistory() throws Exception {
        ObjectId theirs = pod.commitToRemote(Map.of("a.txt", "tuesday", "theirs", "news"));

        pod.start("--restore-at", monday.name());

        assertThat(pod.files()).isEqualTo(MONDAY);
        pod.git("merge-base", "--is-ancestor", theirs.name(), "main");
    }

    @Test
    void emptyVolumeGetsThatVersionAndNothingIsPushed() throws Exception {
        pod.backUp();
        String newest = remote("rev-parse", "main");
        pod.loseData();
        pod.loseStore();

        pod.start("--restore-at", "2020-06-01T12-00-00Z");

        assertThat(pod.files()).isEqualTo(MONDAY);
        assertThat(remote("rev-parse", "main")).isEqualTo(newest);
        assertThat(pod.git("log", "-1", "--format=%P", "main")).isEqualTo(newest);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shareThatOnlyShowsAnOldVersionStaysThereAndPushesNothing(boolean theNewestOne) throws Exception {
        pod.backUp();
        pod.loseData();
        pod.loseStore();
        String version = theNewestOne ? remote("rev-parse", "main") : monday.name();
        Map<String, String> shown = theNewestOne ? NOW : MONDAY;
        pod.start("--restore-at", version);

        for (int i = 0; i < 3; i++) {
            String newest = pod.commitToRemote(Map.of("a.txt", "live " + i, "live", "" + i)).name();
            pod.start("--restore-at", version);

            assertThat(pod.files()).isEqualTo(shown);
            assertThat(remote("rev-parse", "main")).isEqualTo(newest);
        }
    }

    @Test
    void shareWithoutAnyBackupHasNoVersion() throws Exception {
        pod = new PodFolder(Files.createDirectory(dir.resolve("other")));

        String said = output(() -> assertThat(pod.gitInit("--restore-at", "2020-06-01T12-00-00Z")).isEqualTo(2));

        assertThat(said).contains("there is no backup yet");
        assertThat(pod.volume().marker()).isEmpty();
    }

    @Test
    void storeThatWasLostPutsNothingAtRisk() throws Exception {
        pod.start("--restore-at", monday.name());
        pod.write("a.txt", "written since");
        pod.backUp();
        pod.loseStore();

        String said = output(() -> pod.start("--restore-at", monday.name()));

        assertThat(said).contains("is not restored: the git store is new");
        assertThat(pod.files()).containsEntry("a.txt", "written since");
        pod.start("--restore-at", "2020-06-01T12-00-00Z");
        assertThat(pod.files()).isEqualTo(MONDAY);
    }

    @Test
    void storeThatIsReplacedKeepsWhatTookEffect() throws Exception {
        pod.start("--restore-at", monday.name());
        pod.write("a.txt", "written since");
        pod.backUp();
        Files.writeString(pod.store().resolve("HEAD"), "");

        pod.start("--restore-at", monday.name());

        assertThat(pod.files()).containsEntry("a.txt", "written since");
    }

    @Test
    void damagedMemoryIsSaidAndNothingIsRestored() throws Exception {
        pod.start("--restore-at", monday.name());
        pod.write("a.txt", "written since");
        Files.writeString(pod.store().resolve(RestoredAt.FILE), "value=x\ncheck=00000000\n");

        String said = output(() -> assertThat(pod.gitInit("--restore-at", monday.name())).isOne());

        assertThat(said).contains("Delete that file");
        assertThat(pod.files()).containsEntry("a.txt", "written since");
        pod.start();
    }

    @Test
    void versionThatIsNotWholeIsSaidAndNothingIsRestored() throws Exception {
        ObjectId broken;
        try (var store = GitStore.open(pod.store(), "main")) {
            broken = BrokenCommit.on(store);
            store.commit(store.tree(tuesday), PodFolder.AUTHOR, "whole again\n");
        }

        String said = output(() -> assertThat(pod.gitInit("--restore-at", broken.name())).isOne());

        assertThat(said).contains("is not whole, and nothing was restored");
        assertThat(pod.files()).isEqualTo(NOW);
    }

    @Test
    void checkSaysWhatWillBeRestoredAndChangesNothing() throws Exception {
        assertThat(pod.check("--restore-at", monday.name())).isEqualTo(
                "to be brought back to version 2020-06-01T12-00-00Z, commit %s (RESTORE_AT)".formatted(
                        monday.abbreviate(10).name()));
        assertThat(pod.check("--json", "--restore-at", monday.name())).contains("\"verdict\":\"restore-due\"",
                "\"usable\":true", "\"version\":\"2020-06-01T12-00-00Z\"");
        assertThat(pod.files()).isEqualTo(NOW);
        assertThat(pod.head()).contains(tuesday);
    }

    @Test
    void digitsThatSeveralCommitsBeginWithAreAWrongSetting() throws Exception {
        String digits = commitUntilTwoBeginWithTheSameDigits();

        String said = output(() -> assertThat(pod.gitInit("--restore-at", digits)).isEqualTo(2));

        assertThat(said).contains("give more digits");
        assertThat(pod.files()).isEqualTo(NOW);
    }

    private String commitUntilTwoBeginWithTheSameDigits() throws IOException {
        var known = new HashSet<String>();
        try (var store = GitStore.open(pod.store(), "main")) {
            ObjectId newest = tuesday;
            while (known.add(newest.name().substring(0, 4))) {
                newest = store.write(store.tree(tuesday), List.of(newest), PodFolder.AUTHOR, "the same\n");
            }
            store.advance(Optional.of(tuesday), newest, "test");
            return newest.name().substring(0, 4);
        }
    }

    private ObjectId backUpAt(String time) throws IOException {
        ObjectId commit;
        try (var store = GitStore.open(pod.store(), "main")) {
            Snapshot snapshot = Snapshotter.take(pod.volume(), store, store.headTree());
            commit = store.commit(snapshot.tree(), new PersonIdent(PodFolder.AUTHOR, Instant.parse(time)), "backup\n");
            snapshot.remember(store);
        }
        pod.git("push", "--quiet", pod.remote().toString(), "main");
        return commit;
    }

    private String remote(String... command) throws IOException {
        var all = new ArrayList<>(List.of("git", "--git-dir", pod.remote().toString()));
        all.addAll(List.of(command));
        return Command.run(all.toArray(String[]::new)).strip();
    }

    private interface Run {
        void run() throws Exception;
    }

    /// What the program says on both outputs.
    private static String output(Run run) throws Exception {
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
