package gitdav.e2e.manifest;

import gitdav.e2e.pod.ProgramProcess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The manifests of many shares, as `k8s/shares` writes them.
class SharesTest {

    @TempDir
    private Path dir;

    @BeforeEach
    void kubectlIsThere() {
        Kubectl.require();
    }

    @Test
    void twentySharesAreTwentyTimesTheManifestsWithoutACommonName() throws Exception {
        List<String> names = IntStream.rangeClosed(1, 20).mapToObj(i -> "team-" + i).toList();
        shares(0, arguments(List.of(dir.resolve("all").toString()), names));

        Manifests all = Manifests.built(dir.resolve("all").toString());

        assertThat(all.resources()).hasSize(20 * Manifests.plain().resources().size());
        assertThat(all.resources()).extracting(SharesTest::fullName).doesNotHaveDuplicates();
        assertThat(all.all(Namespace.class)).extracting(namespace -> namespace.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(names.stream().map(name -> "gitdav-" + name).toList());
        assertThat(all.all(PersistentVolumeClaim.class)).hasSize(3 * 20);
    }

    @Test
    void eachServiceSelectsThePodOfItsOwnShareAlone() throws Exception {
        shares(0, dir.resolve("all").toString(), "a", "b");
        Manifests all = Manifests.built(dir.resolve("all").toString());

        for (Service service : all.all(Service.class)) {
            Map<String, String> selector = service.getSpec().getSelector();
            // A Service sees the pods of its namespace only.
            assertThat(all.all(Deployment.class))
                    .filteredOn(pod -> namespace(pod).equals(namespace(service)) && pod.getSpec().getTemplate()
                            .getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                    .hasSize(1);
        }
        assertThat(all.all(Service.class)).extracting(SharesTest::namespace).containsExactlyInAnyOrder("gitdav-a",
                "gitdav-b");
    }

    @Test
    void eachShareAnswersToTheNamesOfItsOwnService() throws Exception {
        shares(0, dir.resolve("all").toString(), "a", "b");
        Manifests share = Manifests.built(dir.resolve("all/b").toString());

        assertThat(share.settings(share.container("webdav-app"))).containsEntry("WEBDAV_HOSTS",
                "gitdav,gitdav.gitdav-b,gitdav.gitdav-b.svc,gitdav.gitdav-b.svc.cluster.local");
    }

    @Test
    void eachShareHasARemoteAndAKeyOfItsOwn() throws Exception {
        shares(0, "--base", "k8s-overlays/github", "--git-url", "git@github.com:example/SHARE.git",
                dir.resolve("all").toString(), "a", "b");
        Manifests all = Manifests.built(dir.resolve("all").toString());

        assertThat(all.all(Secret.class)).extracting(SharesTest::fullName).containsExactlyInAnyOrder(
                "Secret gitdav-a/gitdav-deploy-key", "Secret gitdav-b/gitdav-deploy-key");
        assertThat(all.all(Secret.class)).extracting(secret -> secret.getData().get("deploy-key"))
                .doesNotHaveDuplicates().doesNotContainNull();
        for (String name : List.of("a", "b")) {
            Manifests share = Manifests.built(dir.resolve("all/" + name).toString());
            for (String container : List.of("git-init", "git-backup")) {
                assertThat(share.settings(share.container(container))).containsEntry("GIT_URL",
                        "git@github.com:example/" + name + ".git");
            }
            assertThat(Files.getPosixFilePermissions(dir.resolve("all/" + name + "/deploy-key")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void shareInABucketSaysWhichSecretItNeeds() throws Exception {
        String said = shares(0, "--base", "k8s-overlays/s3", "--git-url", "s3://bucket/SHARE",
                dir.resolve("all").toString(), "a");

        assertThat(said).isEqualTo("a: namespace gitdav-a, which needs the Secret gitdav-s3\n");
        Manifests share = Manifests.built(dir.resolve("all/a").toString());
        assertThat(share.settings(share.container("git-backup"))).containsEntry("GIT_URL", "s3://bucket/a");
    }

    @Test
    void sharesThatAreThereStayAsTheyAre() throws Exception {
        shares(0, dir.resolve("all").toString(), "a");
        Path changed = dir.resolve("all/a/kustomization.yaml");
        Files.writeString(changed, Files.readString(changed) + "commonAnnotations:\n  owner: alice\n");

        assertThat(shares(0, dir.resolve("all").toString(), "b", "a")).contains("a: is there already");

        assertThat(changed).content().contains("owner: alice");
        assertThat(Manifests.built(dir.resolve("all").toString()).all(Namespace.class))
                .extracting(namespace -> namespace.getMetadata().getName())
                .containsExactlyInAnyOrder("gitdav-a", "gitdav-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TO", "TO Team", "TO team_a", "TO -a", "TO a a", "--base nowhere TO a", "--base docs TO a",
            "--base k8s-overlays/s3 TO a", "--git-url s3://bucket/all TO a", "--all TO a", "--base", "k8s/new a",
            "TO a23456789012345678901234567890123456789012345678901234567"})
    void whatCannotBeIsRefusedBeforeAnythingIsWritten(String arguments) throws Exception {
        String said = shares(2, arguments.replace("TO", dir.resolve("all").toString()).split(" ", -1));

        assertThat(said).hasLineCount(1);
        assertThat(dir).isEmptyDirectory();
        assertThat(ProgramProcess.ROOT.resolve("k8s/new")).doesNotExist();
    }

    @Test
    void kustomizationOfAnotherIsNotReplaced() throws Exception {
        Path other = Files.writeString(dir.resolve("kustomization.yaml"), "resources: []\n");

        assertThat(shares(2, dir.toString(), "a")).contains("is none that k8s/shares has written");
        assertThat(other).hasContent("resources: []");
    }

    @Test
    void keyInTheUrlIsNotPrinted() throws Exception {
        assertThat(shares(2, "--git-url", "git~c2VjcmV0@example.org:all.git", dir.resolve("all").toString(), "a"))
                .doesNotContain("c2VjcmV0");
        assertThat(shares(0, "--git-url", "git~c2VjcmV0@example.org:SHARE.git", dir.resolve("all").toString(), "a"))
                .doesNotContain("c2VjcmV0");
    }

    private static String[] arguments(List<String> first, List<String> more) {
        return Stream.concat(first.stream(), more.stream()).toArray(String[]::new);
    }

    private static String fullName(HasMetadata resource) {
        return resource.getKind() + " " + namespace(resource) + "/" + resource.getMetadata().getName();
    }

    private static String namespace(HasMetadata resource) {
        return resource.getMetadata().getNamespace();
    }

    /// Runs the script in the project's root.
    ///
    /// @return what it printed
    private static String shares(int exitCode, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("k8s/shares"), Stream.of(arguments))
                .collect(Collectors.toList());
        Process script = new ProcessBuilder(command).directory(ProgramProcess.ROOT.toFile()).redirectErrorStream(true)
                .start();
        String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }
}
