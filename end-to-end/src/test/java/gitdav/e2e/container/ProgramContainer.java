package gitdav.e2e.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Mount;
import gitdav.init.GitInit;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.Slf4jLogConsumer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerStatus;

import java.util.List;
import java.util.Map;

/// One of the three images as a container, with as few rights as a pod of the Pod Security Standard `restricted` with a
/// read-only root file system has.
final class ProgramContainer extends GenericContainer<ProgramContainer> {

    /// Enough for each of the programs; whatever is above it ends the container.
    private static final long MEMORY_LIMIT = 256L * 1024 * 1024;

    /// In seconds: what the program may take to end after SIGTERM.
    private static final int GRACE = 75;

    ProgramContainer(String program, List<Mount> volumes) {
        super("gitdav/" + program + ":" + GitInit.class.getPackage().getImplementationVersion());
        withImagePullPolicy(_ -> false); // the image that this build has made, never a registry's
        withCreateContainerCmdModifier(command -> restrict(command, volumes));
        withLogConsumer(new Slf4jLogConsumer(LoggerFactory.getLogger(program)).withPrefix(program));
    }

    private static void restrict(CreateContainerCmd command, List<Mount> volumes) {
        command.getHostConfig().withMounts(volumes).withReadonlyRootfs(true).withTmpFs(Map.of("/tmp", "size=16m"))
                .withCapDrop(Capability.ALL).withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(MEMORY_LIMIT).withMemorySwap(MEMORY_LIMIT);
    }

    /// An init container: to start it is to wait until it has ended, with exit code 0.
    ProgramContainer thatEnds() {
        return withStartupCheckStrategy(new OneShotStartupCheckStrategy());
    }

    /// An init container that is to fail: to start it is to wait until it has ended, with whatever exit code.
    ProgramContainer thatMayFail() {
        return withStartupCheckStrategy(new StartupCheckStrategy() {
            @Override
            public StartupStatus checkStartupState(DockerClient docker, String container) {
                return DockerStatus.isContainerStopped(getCurrentState(docker, container))
                        ? StartupStatus.SUCCESSFUL
                        : StartupStatus.NOT_YET_KNOWN;
            }
        });
    }

    /// A container that runs until it gets SIGTERM: to start it is to wait until it is ready.
    ProgramContainer readyAt(int managementPort) {
        return waitingFor(Wait.forHttp("/health/ready").forPort(managementPort));
    }

    /// SIGTERM, and SIGKILL when the time is up.
    ///
    /// @return the exit code
    long terminate() {
        getDockerClient().stopContainerCmd(getContainerId()).withTimeout(GRACE).exec();
        return getCurrentContainerInfo().getState().getExitCodeLong();
    }

    /// What a node's crash and `kill -9` have in common.
    void kill() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
    }
}
