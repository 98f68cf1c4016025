package gitdav.e2e.volume;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.FileTree;
import gitdav.servers.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A sticky folder (mode 1777, as `/tmp` is), in which each user may write, and none may delete or replace what another user
/// has put there: that stays, is named, and stops nothing.
@Tag("long")
class StickyFolderTest extends ForeignFilesFixture {

    private ProcessPod here;
    private ProcessPod elsewhere;

    @BeforeEach
    void folderWithFilesOfRootAndOfOurs() throws Exception {
        here = pod("here", VolumeShape.inTurn(0));
        elsewhere = pod("elsewhere", VolumeShape.OWN);
        Command.run("sh", "-ec", "cd '" + here.data()
                + "'; mkdir -m 1777 sticky; for name in changed deleted; do echo root >sticky/$name; done");
        here.start("--git-create-remote", "true");
        here.upload("sticky/ours", "ours");
        here.backUp();
    }

    @Test
    void applicationIsRefusedWhatIsAnotherUsersAndMayDoTheRest() throws Exception {
        try (var share = here.begin("webdav-app"); var http = new Http()) {
            assertThat(status(http, share, "PUT", "sticky/changed")).isEqualTo(403);
            assertThat(status(http, share, "DELETE", "sticky/deleted")).isEqualTo(403);
            assertThat(status(http, share, "MOVE", "sticky/deleted")).isEqualTo(403);
            assertThat(share.output()).contains("another user");
            assertThat(status(http, share, "COPY", "sticky/changed")).isEqualTo(201);
            assertThat(status(http, share, "PUT", "sticky/ours")).isEqualTo(204);
            assertThat(status(http, share, "PUT", "sticky/new")).isEqualTo(201);
            assertThat(status(http, share, "DELETE", "sticky/ours")).isEqualTo(204);
        }
        assertThat(here.files()).isEqualTo(Map.of("sticky/changed", "root\n", "sticky/deleted", "root\n", "sticky/new",
                "body", "copy", "root\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup"})
    void whatACommitChangesOfAnotherUsersStaysAndIsNamed(String program) throws Exception {
        elsewhere.start();
        assertThat(elsewhere.files()).isEqualTo(here.files());
        elsewhere.upload(Map.of("sticky/changed", "elsewhere", "sticky/ours", "elsewhere", "sticky/new", "elsewhere"));
        Files.delete(elsewhere.data().resolve("sticky/deleted"));
        elsewhere.backUp();

        String said = program.equals("git-init") ? here.start() : here.backUp();

        assertThat(said).contains("/sticky/changed stays as it is here", "/sticky/deleted stays as it is here");
        assertThat(here.files()).isEqualTo(Map.of("sticky/changed", "root\n", "sticky/deleted", "root\n", "sticky/ours",
                "elsewhere", "sticky/new", "elsewhere"));
        here.upload("more", "more");
        here.backUp();
        elsewhere.start();
        assertThat(elsewhere.files()).isEqualTo(Map.of("sticky/changed", "elsewhere", "sticky/ours", "elsewhere",
                "sticky/new", "elsewhere", "more", "more"));
    }

    /// No user is at work there, so that nothing is put beside it.
    @Test
    void fileInPlaceOfAFolderThatCannotBeEmptiedWaitsInTheBackup() throws Exception {
        elsewhere.start();
        FileTree.delete(elsewhere.data().resolve("sticky"));
        elsewhere.upload("sticky", "a file now");
        elsewhere.backUp();

        assertThat(here.backUp()).contains("/sticky stays as it is here").doesNotContain("(from ");

        assertThat(here.files()).isEqualTo(Map.of("sticky/changed", "root\n", "sticky/deleted", "root\n"));
        here.upload("more", "more");
        here.backUp();
        elsewhere.start();
        assertThat(elsewhere.files()).isEqualTo(Map.of("sticky", "a file now", "more", "more"));
    }

    private static int status(Http http, ProgramProcess share, String method, String path) throws Exception {
        return http.send(method, share.uri().resolve(path), method.equals("PUT") ? "body" : "", "Destination", "/copy")
                .statusCode();
    }
}
