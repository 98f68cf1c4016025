package gitdav.init;

import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The whole share as it was: with real repositories, in folders.
class RestoreAtTest extends ShareWithVersions {

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
    void nameIsOfOneVersionAlsoIfAnotherIsOfTheSameSecond() throws Exception {
        pod.write("a.txt", "once more on tuesday");
        backUpAt("2020-06-02T12:00:00Z");

        pod.start("--restore-at", "2020-06-02T12-00-00Z");

        assertThat(pod.files()).isEqualTo(TUESDAY);
    }

    @Test
    void nameIsOfOneVersionAlsoIfTheClockWentBack() throws Exception {
        pod.write("a.txt", "later, by a clock that is behind");
        backUpAt("2020-06-02T11:00:00Z");

        pod.start("--restore-at", "2020-06-02T12-00-00Z");

        assertThat(pod.files()).isEqualTo(TUESDAY);
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
    void eachCommitHasTheTimeAtWhichItIsMade() throws Exception {
        pod.start("--restore-at", monday.name());
        Instant nextSecond = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        await().until(() -> !Instant.now().isBefore(nextSecond));

        pod.start("--restore-at", tuesday.name());

        String made = pod.git("log", "-1", "--format=%at", "main");
        assertThat(Instant.ofEpochSecond(Long.parseLong(made))).isAfterOrEqualTo(nextSecond);
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
}
