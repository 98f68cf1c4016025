package gitdav.e2e.talk;

import gitdav.e2e.manifest.Kubectl;
import gitdav.e2e.manifest.Manifests;
import gitdav.e2e.pod.ProgramProcess;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The solutions of the exercises are ones.
class ExercisesTest {

    @TempDir
    private Path dir;

    static List<String> solutions() throws IOException {
        try (Stream<Path> folders = Files.list(ProgramProcess.ROOT.resolve("docs/exercises"))) {
            return folders.filter(Files::isDirectory).map(folder -> "docs/exercises/" + folder.getFileName()).sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("solutions")
    void everySolutionCanBeAppliedAndIsInTheText(String solution) throws Exception {
        Kubectl.require();
        String original = solution.endsWith("/bucket") ? "k8s-overlays/s3" : "k8s";

        assertThat(Manifests.built(solution).resources()).hasSameSizeAs(Manifests.built(original).resources());
        assertThat(ProgramProcess.ROOT.resolve("docs/exercises/solutions.md")).content()
                .contains("`kubectl apply -k " + solution + "`");
    }

    @ParameterizedTest
    @CsvSource({"8, docs/exercises/nightly", "10, k8s-overlays/classic", "11, docs/exercises/no-time",
            "12, docs/exercises/monitoring", "13, docs/exercises/second-share", "16, docs/exercises/users",
            "17, docs/exercises/bucket"})
    void checkTellsTheSolutionFromTheUsualState(String number, String solution) throws Exception {
        Kubectl.require();
        assertThat(ExerciseCheck.of(number).manifests("k8s").says()).startsWith("missing: ");
        assertThat(ExerciseCheck.of(number).manifests(solution).says()).isEqualTo("done: exercise " + number);
    }

    @ParameterizedTest
    @CsvSource({"7, git-backup RUNAT 2", "9, git-init git-backup", "14, git-backup RUNAT 2"})
    void checkTellsTheRightAnswerFromOthers(String number, String answer) throws Exception {
        assertThat(ExerciseCheck.of(number).says()).startsWith("missing: the answer");
        assertThat(ExerciseCheck.of(number).says("webdav-app")).startsWith("missing: the right answer");
        assertThat(ExerciseCheck.of(number).says(answer.split(" "))).isEqualTo("done: exercise " + number);
        assertThat(ProgramProcess.ROOT.resolve("docs/exercises/solutions.md")).content()
                .contains("`docs/exercises/check " + number + " " + answer + "`");
    }

    @ParameterizedTest
    @CsvSource({"8, docs/exercises/nightly", "10, k8s-overlays/classic", "11, docs/exercises/no-time",
            "12, docs/exercises/monitoring", "13, docs/exercises/second-share", "16, docs/exercises/users",
            "17, docs/exercises/bucket"})
    void checkTellsTheSameOfWhatAClusterHas(String number, String solution) throws Exception {
        String log = "backing up every day at 03:15";

        assertThat(inCluster(number, "k8s", "", log)).startsWith("missing: ");
        assertThat(inCluster(number, solution, "", log)).isEqualTo("done: exercise " + number);
    }

    @Test
    void podThatHasNotNoticedTheSettingIsNotDone() throws Exception {
        assertThat(inCluster("8", "docs/exercises/nightly", "", "backing up every 1m"))
                .isEqualTo("missing: the pod has not noticed the new RUNAT: start it again");
    }

    @Test
    void bucketOfAmazonNeedsNoEndpointAndNoOtherPort() throws Exception {
        String bucket = "s/YOUR-BUCKET/class/";

        assertThat(inCluster("17", "k8s-overlays/s3", "", "")).contains("still the bucket of the example");
        assertThat(inCluster("17", "k8s-overlays/s3", bucket, "")).isEqualTo("done: exercise 17");
        assertThat(inCluster("17", "docs/exercises/bucket", "s/port: 9000/port: 9001/", ""))
                .contains("does not let the pod call the store's port, 9000");
    }

    @Test
    void restoreIsReadInTheLog() throws Exception {
        assertThat(inCluster("15", "k8s", "", "INFO  /data is intact: nothing to do")).startsWith("missing: git-init");
        assertThat(inCluster("15", "k8s", "", "INFO  restored: commit f6bdfc402b, 2 files"))
                .isEqualTo("done: exercise 15");
    }

    /// What the check says when the cluster has the manifests of a folder, edited by `sed`, in one list and indented as
    /// `kubectl get` prints them, and each container that log.
    private String inCluster(String number, String folder, String edit, String log) throws Exception {
        Kubectl.require();
        var cluster = new CannedPrograms(dir).with("kubectl", """
                'get '*)
                  echo 'items:'
                  PATH=$real kubectl kustomize '%s' |
                    sed -e '%s' -e 's/^/  /; s/^  ---$//; s/^  apiVersion/- apiVersion/' ;;
                *' logs '*) echo '%s' ;;
                """.formatted(folder, edit, log));
        return new ExerciseCheck(number, cluster.variables()).says();
    }

    @Test
    void everyExerciseHasAHintASolutionAndACheck() throws IOException {
        String solutions = Files.readString(ProgramProcess.ROOT.resolve("docs/exercises/solutions.md"));
        String checks = Files.readString(ProgramProcess.ROOT.resolve("docs/exercises/check"));
        String questions = Files.readString(ProgramProcess.ROOT.resolve("docs/exercises.md"));
        List<String> exercises = Arrays.stream(questions.split("(?m)^## ")).skip(1).toList();

        assertThat(exercises).hasSize(17).allSatisfy(exercise -> {
            String number = exercise.replaceFirst("(?s)\\..*", "");
            assertThat(exercise).contains("<summary>Hint</summary>");
            assertThat(solutions).contains("\n## " + number + ". ");
            assertThat(checks).contains("\ncheck_" + number + "() {");
        });
    }

    @Test
    void bucketIsReachedByTheTwoGitContainersAlone() throws Exception {
        Kubectl.require();
        Manifests bucket = Manifests.built("docs/exercises/bucket");

        assertThat(bucket.settings(bucket.container("git-backup"))).containsEntry("GIT_URL", "s3://class/gitdav")
                .containsEntry("S3_ENDPOINT", "https://s3.example.org:9000");
        assertThat(bucket.containers()).filteredOn(container -> Manifests.mountPaths(container).contains("/s3"))
                .extracting(Container::getName).containsExactly("git-init", "git-backup");
        assertThat(bucket.the(NetworkPolicy.class).getSpec().getEgress()).flatMap(NetworkPolicyEgressRule::getPorts)
                .extracting(port -> port.getPort().getIntVal()).contains(9000);
    }

    @Test
    void nightlyIsOnceADay() throws Exception {
        Kubectl.require();
        Manifests nightly = Manifests.built("docs/exercises/nightly");

        assertThat(nightly.settings(nightly.container("git-backup"))).containsEntry("RUNAT", "03:15");
    }

    @Test
    void noTimeIsNone() throws Exception {
        Kubectl.require();
        Manifests noTime = Manifests.built("docs/exercises/no-time");

        assertThat(noTime.settings(noTime.container("git-backup"))).containsEntry("FINAL_BACKUP_TIMEOUT", "1ms")
                .containsEntry("RUNAT", "03:15");
    }

    @Test
    void monitoringIsLetInBesideTheUsers() throws Exception {
        Kubectl.require();
        var ingress = Manifests.built("docs/exercises/monitoring").the(NetworkPolicy.class).getSpec().getIngress();

        assertThat(ingress).hasSize(2);
        assertThat(ingress.getFirst().getFrom()).isEmpty();
        assertThat(ingress.getLast().getFrom()).hasSize(1);
        assertThat(ingress.getLast().getPorts()).extracting(port -> port.getPort().getIntVal()).containsExactly(8081,
                9090);
    }

    @Test
    void usersAreTheSecretThatOnlyTheApplicationSees() throws Exception {
        Kubectl.require();
        Manifests users = Manifests.built("docs/exercises/users");

        assertThat(users.settings(users.container("webdav-app"))).containsEntry("WEBDAV_USERS_FILE", "/users/htpasswd");
        assertThat(users.containers()).filteredOn(container -> Manifests.mountPaths(container).contains("/users"))
                .extracting(Container::getName).containsExactly("webdav-app");
        assertThat(users.pod().getVolumes()).filteredOn(volume -> volume.getName().equals("users"))
                .extracting(volume -> volume.getSecret().getSecretName()).containsExactly("gitdav-users");
    }

    @Test
    void secondShareHasNothingInTheNamespaceOfTheFirst() throws Exception {
        Kubectl.require();
        Manifests second = Manifests.built("docs/exercises/second-share");

        assertThat(second.the(Namespace.class).getMetadata().getName()).isEqualTo("gitdav-second");
        assertThat(second.resources()).filteredOn(resource -> !(resource instanceof Namespace))
                .allMatch(resource -> resource.getMetadata().getNamespace().equals("gitdav-second"));
    }

    @Test
    void secondShareAnswersToTheNamesOfItsOwnService() throws Exception {
        Kubectl.require();
        Manifests second = Manifests.built("docs/exercises/second-share");

        assertThat(second.settings(second.container("webdav-app"))).containsEntry("WEBDAV_HOSTS",
                "gitdav,gitdav.gitdav-second,gitdav.gitdav-second.svc,gitdav.gitdav-second.svc.cluster.local");
    }
}
