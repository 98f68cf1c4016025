package gitdav.e2e.container;

import gitdav.e2e.pod.Http;
import org.testcontainers.containers.Network;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/// One life of the pod, in containers: git-init to its end, then git-backup, then webdav-app, and to stop the other way
/// round.
final class ContainerPod implements AutoCloseable {

    private static final int WEB = 8080;
    private static final int APPLICATION_MANAGEMENT = 8081;
    static final int BACKUP_MANAGEMENT = 9090;
    static final int HISTORY = 9091;

    private static final Map<String, String> REMOTE = Map.of("GIT_URL", OpenSshServer.url(), "SSH_KEY_FILE",
            "/secret/key", "SSH_KNOWN_HOSTS_FILE", "/secret/known_hosts");

    private final Http http = new Http();
    private final ProgramContainer gitInit;
    private final ProgramContainer gitBackup;
    private final ProgramContainer webdavApp;

    /// A pod that does not run yet.
    ///
    /// @param toRemote the network in which the remote is
    /// @param toUsers the network of the application
    ContainerPod(PodVolumes volumes, Network toRemote, Network toUsers) {
        gitInit = new ProgramContainer("git-init", volumes.ofTheRestore()).thatEnds().withEnv(REMOTE)
                .withNetwork(toRemote);
        gitBackup = new ProgramContainer("git-backup", volumes.ofTheBackup()).readyAt(BACKUP_MANAGEMENT)
                .withEnv(REMOTE).withEnv("RUNAT", "1d").withEnv("PUSH_ONLY", "true")
                .withEnv("HISTORY_PORT", Integer.toString(HISTORY)).withNetwork(toRemote)
                .withExposedPorts(BACKUP_MANAGEMENT, WEB);
        webdavApp = new ProgramContainer("webdav-app", volumes.ofTheApplication()).readyAt(APPLICATION_MANAGEMENT)
                .withNetwork(toUsers).withExposedPorts(WEB, APPLICATION_MANAGEMENT);
    }

    ContainerPod start() {
        gitInit.start();
        gitBackup.start();
        webdavApp.start();
        return this;
    }

    ProgramContainer gitInit() {
        return gitInit;
    }

    ProgramContainer gitBackup() {
        return gitBackup;
    }

    ProgramContainer webdavApp() {
        return webdavApp;
    }

    /// Uploads a file to the share.
    ///
    /// @return the status code
    int put(String path, String content) throws IOException, InterruptedException {
        return http.send("PUT", uri(webdavApp, WEB, path), content).statusCode();
    }

    /// Downloads a file from the share.
    String get(String path) throws IOException, InterruptedException {
        return http.get(uri(webdavApp, WEB, path)).body();
    }

    /// Starts webdav-app once more, where the containers of a pod are: in one network with git-backup.
    ProgramContainer startInThePodsNetwork(PodVolumes volumes) {
        var inPod = new ProgramContainer("webdav-app", volumes.ofTheApplication())
                .withEnv("HISTORY_URL", "http://127.0.0.1:" + HISTORY)
                .withNetworkMode("container:" + gitBackup.getContainerId());
        inPod.start();
        return inPod;
    }

    /// Downloads from that one.
    String getInThePodsNetwork(String path) throws IOException, InterruptedException {
        return http.get(uri(gitBackup, WEB, path)).body();
    }

    /// Makes git-backup make a backup now.
    ///
    /// @return what it says of it
    String backUp() throws IOException, InterruptedException {
        return http.send("POST", uri(gitBackup, BACKUP_MANAGEMENT, "/backup"), "").body();
    }

    private static URI uri(ProgramContainer container, int port, String path) {
        return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(port) + path);
    }

    @Override
    public void close() {
        http.close();
        webdavApp.stop();
        gitBackup.stop();
        gitInit.stop();
    }
}
