package gitdav.init;

import gitdav.volume.store.GitStore;
import gitdav.volume.store.RestoredAt;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// A version that is not there, or cannot be restored: what is said, and that nothing is changed.
class RefusedRestoreAtTest extends ShareWithVersions {

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
    void shareWithoutAnyBackupHasNoVersion() throws Exception {
        pod = new PodFolder(Files.createDirectory(dir.resolve("other")));

        String said = output(() -> assertThat(pod.gitInit("--restore-at", "2020-06-01T12-00-00Z")).isEqualTo(2));

        assertThat(said).contains("there is no backup yet");
        assertThat(pod.volume().marker()).isEmpty();
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
}
