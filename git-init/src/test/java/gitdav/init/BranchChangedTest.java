package gitdav.init;

import gitdav.servers.Command;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;

/// `GIT_BRANCH` names another branch than at the last start.
class BranchChangedTest extends BackedUpPod {

    @Test
    void isToldWithWhatToDoAndNothingIsTouched() throws IOException {
        pod.start();
        String before = pod.git("rev-parse", "main");

        assertThat(pod.check("--git-branch", "other"))
                .isEqualTo("of another branch: the git store has the branch 'main',"
                        + " and GIT_BRANCH is 'other'; set GIT_BRANCH=main, or, for the branch to have the other name, rename it"
                        + " in the git store and in the remote ('git branch -m main other')");
        assertThat(pod.gitInit("--git-branch", "other")).isEqualTo(1);

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.setAside()).isEmpty();
        assertThat(pod.git("rev-parse", "main")).isEqualTo(before);
        assertThat(Files.exists(pod.store().resolve("set-aside"))).isFalse();
        pod.start();
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void adviceToRenameItIsRight() throws IOException {
        pod.start();

        pod.git("branch", "-m", "main", "other");
        Command.run("git", "--git-dir", pod.remote().toString(), "branch", "-m", "main", "other");

        assertThat(pod.gitInit("--git-branch", "other")).isZero();
        assertThat(pod.check("--git-branch", "other")).isEqualTo("intact: nothing to do");
        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    void storeThatHasLostItsBranchIsStillDamaged() throws IOException {
        pod.start();
        Files.delete(pod.store().resolve("refs/heads/main"));

        assertThat(pod.check()).contains("damaged git store");
    }

    @Test
    void storeWithoutAnyCommitTakesAnyBranch() throws IOException {
        pod.loseStore();

        assertThat(pod.check("--git-branch", "other")).doesNotContain("another branch");
    }
}
