package gitdav.e2e.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.VolumeShape;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.images.builder.Transferable;

import java.util.List;
import java.util.stream.Stream;

/// The pod's volumes: "data", "git", and a secret with the deploy key and the server's host key.
///
/// They are made ready before any container of the pod starts, and have the shape that a cluster gives them.
final class PodVolumes implements AutoCloseable {

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final Mount data = newVolume("/data");
    private final Mount git = newVolume("/git");
    private final Mount secret = newVolume("/secret");

    PodVolumes(OpenSshServer remote, VolumeShape shape) {
        try (var kubelet = new GenericContainer<>(OpenSshServer.IMAGE)) {
            kubelet.withImagePullPolicy(_ -> false)
                    .withCopyToContainer(Transferable.of(remote.deployKey()), "/secret/key")
                    .withCopyToContainer(Transferable.of(remote.knownHost()), "/secret/known_hosts")
                    .withCreateContainerCmdModifier(
                            command -> command.getHostConfig().withMounts(List.of(data, git, secret)))
                    .withCommand("sh", "-ec", shape.script("/data") + shape.scriptWithoutEntries("/git")
                            + "chown 0:%1$d /secret/*; chmod 0440 /secret/*".formatted(PodUser.ID))
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy()).start();
        }
    }

    /// Runs a shell command that has all volumes, as disks and crashes have.
    void damage(String command) {
        try (var vandal = new GenericContainer<>(OpenSshServer.IMAGE)) {
            vandal.withImagePullPolicy(_ -> false)
                    .withCreateContainerCmdModifier(created -> created.getHostConfig().withMounts(List.of(data, git)))
                    .withCommand("sh", "-ec", command).withStartupCheckStrategy(new OneShotStartupCheckStrategy())
                    .start();
        }
    }

    /// What webdav-app may touch.
    List<Mount> ofTheApplication() {
        return List.of(data);
    }

    /// What git-init may touch.
    List<Mount> ofTheRestore() {
        return List.of(data, git, readOnly(secret));
    }

    /// What git-backup may touch.
    List<Mount> ofTheBackup() {
        return List.of(readOnly(data), git, readOnly(secret));
    }

    /// Docker would give an empty volume to whom the folder of that name belongs in the image.
    private Mount newVolume(String folder) {
        return new Mount().withType(MountType.VOLUME).withSource(docker.createVolumeCmd().exec().getName())
                .withTarget(folder).withVolumeOptions(new VolumeOptions().withNoCopy(true));
    }

    private static Mount readOnly(Mount volume) {
        return new Mount().withType(volume.getType()).withSource(volume.getSource()).withTarget(volume.getTarget())
                .withVolumeOptions(volume.getVolumeOptions()).withReadOnly(true);
    }

    @Override
    public void close() {
        Stream.of(data, git, secret).forEach(volume -> docker.removeVolumeCmd(volume.getSource()).exec());
    }
}
