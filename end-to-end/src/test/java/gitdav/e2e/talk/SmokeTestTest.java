package gitdav.e2e.talk;

import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What `k8s/smoke-test` makes of what a cluster says. That the cluster says it is seen with a cluster alone.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SmokeTestTest {

    private static final String KUBECTL = """
            kustomize*) printf '  namespace: gitdav\\n  PUSH_ONLY: "true"\\n' ;;
            'get namespace gitdav') exit 1 ;;
            *'port-forward '*) echo 'lost connection to pod'; exit 1 ;;
            *' --all-containers --prefix --follow'*)
              printf '[pod/gitdav-1/git-init] INFO  /data is intact: nothing to do\\n'
              printf '[pod/gitdav-1/git-backup] INFO  backing up every 1m\\n' ;;
            *'logs deployment/gitdav -c git-init') echo 'INFO  /data is intact: nothing to do' ;;
            *webdav-app.jar*)
              printf '%s\\n' '/tmp  reads, writes' '/data  reads, writes' '/git  is not there' '/backup  is not there' \\
                'variables  ADDRESS' 'user  10001' ;;
            *git-backup.jar*)
              printf '%s\\n' '/data  reads; cannot write: read-only file system' '/git  reads, writes' \\
                '/backup  reads, writes' 'variables  GIT_URL' 'user  10001' ;;
            """;

    /// It reads what it is given to upload, since `echo` fails when nothing reads what it says.
    private static final String CURL = """
            *'POST '*) echo 'nothing to do: no file has changed' ;;
            *'-T - '*) cat >/dev/null ;;
            """;

    @TempDir
    private Path dir;

    private CannedPrograms cluster;

    @BeforeEach
    void programsAreThere() throws IOException {
        cluster = new CannedPrograms(dir).with("kubectl", KUBECTL).with("curl", CURL);
    }

    @Test
    void stageShowsWhatMattersAndAFailureWhatToDo() throws Exception {
        String said = smokeTest(1, "--keep", "--auto", "0", "k8s-overlays/classic");

        assertThat(said)
                .contains("    (6 lines, those that matter:)\n    /data  reads, writes\n    /git  is not there\n",
                        "    (5 lines, those that matter:)\n    /data  reads; cannot write: read-only file system\n",
                        "/backup has no line of the form backed up: .* changed ", "This was step 5: An older version",
                        "Once more, from here: k8s/smoke-test --keep k8s-overlays/classic --step --from 5\n")
                .doesNotContain("variables");
        assertThat(cluster.calls()).contains("kubectl --namespace=gitdav describe pods")
                .noneMatch(call -> call.contains("delete namespace"));
    }

    @Test
    void whatEndsWithAPodIsStartedAgainAndItsLogIsShownOnce() throws Exception {
        cluster.with("curl", """
                *'POST '*) until [ "$(grep -c 'port-forward' '%1$s/calls')" -ge 3 ]; do sleep 0.1; done; false ;;
                """.formatted(dir));

        assertThat(smokeTest(1)).contains("FAILED: curl -sS -f -X POST", "This was step 4: ");
        assertThat(ProgramProcess.ROOT.resolve("target/smoke-test/pod.log")).content().containsOnlyOnce("git-init")
                .containsOnlyOnce("backing up every 1m");
        assertThat(cluster.calls()).last().asString().startsWith("kubectl delete namespace gitdav");
    }

    @Test
    void applicationThatSeesTheBackupIsAFailure() throws Exception {
        cluster.with("kubectl", KUBECTL.replace("/git  is not there", "/git  reads, writes"));

        assertThat(smokeTest(1)).contains("FAILED: webdav-app sees something of the backup", "This was step 3: ");
    }

    @Test
    void commandThatFailsWithoutAWordEndsTheStoryWithWhatToDo() throws Exception {
        cluster.with("kubectl", "*container=webdav-app*) exit 1 ;;\n" + KUBECTL);

        assertThat(smokeTest(1)).contains("FAILED: shown=$(in_namespace exec", "This was step 3: ",
                "What to do: A manifest gives")
                .containsOnlyOnce("Once more, from here: k8s/smoke-test --step --from 3");
    }

    @Test
    void namespaceThatIsThereAlreadyIsLeftAlone() throws Exception {
        cluster.with("kubectl", KUBECTL.replace("exit 1 ;;", ";;"));

        assertThat(smokeTest(1)).startsWith("There is a namespace gitdav already.");
        assertThat(cluster.calls()).hasSize(2);
    }

    private String smokeTest(int exitCode, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("k8s/smoke-test"), Stream.of(arguments)).toList();
        var builder = new ProcessBuilder(command).directory(ProgramProcess.ROOT.toFile()).redirectErrorStream(true)
                .redirectOutput(dir.resolve("output").toFile());
        builder.environment().putAll(cluster.variables());
        int ended = builder.start().waitFor();

        String said = Files.readString(dir.resolve("output"));
        assertThat(ended).as(said).isEqualTo(exitCode);
        return said;
    }
}
