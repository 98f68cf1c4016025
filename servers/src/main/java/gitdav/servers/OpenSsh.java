package gitdav.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;

/// The machine's OpenSSH server, as an ordinary process on the loopback address: what a deploy key meets in real life.
/// The one who logs in is the user of this process, and uses the machine's git.
public final class OpenSsh implements AutoCloseable {

    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    private static final long DEADLINE_MILLIS = 10_000;

    private final Process process;
    private final String address;
    private final int port;
    private final Path hostKey;

    private OpenSsh(Process process, String address, int port, Path hostKey) {
        this.process = process;
        this.address = address;
        this.port = port;
        this.hostKey = hostKey;
    }

    /// Whether the machine has one.
    public static boolean isThere() {
        return Files.isExecutable(SSHD);
    }

    /// Starts the server on a free port.
    ///
    /// @param folder an empty folder, for its key and its settings
    /// @param publicKeys the owners of these may log in
    /// @param more lines of `sshd_config(5)`
    public static OpenSsh start(Path folder, Collection<String> publicKeys, String... more)
            throws IOException, InterruptedException {
        return start(folder, "127.0.0.1", publicKeys, more);
    }

    /// The same on another address of this machine.
    public static OpenSsh start(Path folder, String address, Collection<String> publicKeys, String... more)
            throws IOException, InterruptedException {
        Path hostKey = folder.resolve("host_key");
        Command.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey.toString());
        Path authorizedKeys = Files.write(folder.resolve("authorized_keys"), publicKeys);
        int port = freePort();
        Path settings = Files.write(folder.resolve("sshd_config"), List.of("ListenAddress " + address, "Port " + port,
                "HostKey " + hostKey, "AuthorizedKeysFile " + authorizedKeys, "PidFile none", "StrictModes no",
                "UsePAM no", "PasswordAuthentication no", "KbdInteractiveAuthentication no",
                // Else the shell reads what the account has in its .bashrc, which may take seconds.
                "SetEnv HOME=" + folder));
        Files.write(settings, List.of(more), StandardOpenOption.APPEND);
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Process process = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", settings.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("sshd.log").toFile()).start();
        var server = new OpenSsh(process, address, port, hostKey);
        server.awaitConnections(folder.resolve("sshd.log"));
        return server;
    }

    /// A repository's URL, without a key.
    ///
    /// @param repository its folder
    public String url(Path repository) {
        return "ssh://" + System.getProperty("user.name") + "@"
                + (address.contains(":") ? "[" + address + "]" : address) + ":" + port + repository.toAbsolutePath();
    }

    /// This server's line for a `known_hosts` file.
    public String knownHost() throws IOException {
        return "[" + address + "]:" + port + " " + Files.readString(Path.of(hostKey + ".pub"));
    }

    private void awaitConnections(Path log) throws IOException, InterruptedException {
        long deadline = System.currentTimeMillis() + DEADLINE_MILLIS;
        while (!accepts()) {
            if (!process.isAlive() || System.currentTimeMillis() > deadline) {
                throw new IOException("sshd does not start: " + Files.readString(log));
            }
            Thread.onSpinWait();
        }
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
