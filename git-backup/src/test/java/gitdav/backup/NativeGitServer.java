package gitdav.backup;

import gitdav.servers.Command;
import gitdav.servers.SshKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.apache.sshd.server.shell.ProcessShellFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Native git behind an SSH server: a bare repository whose hooks run as anywhere, and a key that may be read-only.
final class NativeGitServer implements AutoCloseable {

    static final SshKey KEY = SshKey.generate();
    private static final SshKey HOST_KEY = SshKey.generate();

    private final Path repository;
    private final SshServer sshd;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile boolean readOnly;
    private volatile boolean holdsBack;

    private NativeGitServer(Path repository) {
        this.repository = repository;
        sshd = SshServer.setUpDefaultServer();
    }

    /// Starts on a free port.
    ///
    /// @param repository made if it is missing
    static NativeGitServer start(Path repository) throws IOException {
        var server = new NativeGitServer(repository);
        server.createRepository();
        server.sshd.setHost("127.0.0.1");
        server.sshd.setKeyPairProvider(KeyPairProvider.wrap(HOST_KEY.pair()));
        server.sshd.setPublickeyAuthenticator(
                (_, offered, _) -> KeyUtils.compareKeys(KEY.pair().getPublic(), offered));
        server.sshd.setCommandFactory(
                (channel, command) -> server.noted(command).readOnly && command.contains("receive-pack")
                        // In GitHub's words.
                        ? new ProcessShellFactory("refuse", "sh", "-c",
                                "echo 'ERROR: The key you are authenticating with has been marked as read only.' >&2; exit 1")
                                .createShell(channel)
                        : ProcessShellCommandFactory.INSTANCE.createCommand(channel, server.heldBack(command)));
        server.sshd.start();
        return server;
    }

    private NativeGitServer noted(String command) {
        commands.add(command.replaceFirst(" .*", ""));
        return this;
    }

    private String heldBack(String command) {
        return holdsBack
                ? "env GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=uploadpack.packObjectsHook GIT_CONFIG_VALUE_0="
                        + repository.resolve("hooks/hold-back") + " " + command
                : command;
    }

    /// What clients have asked for so far, such as `git-upload-pack`.
    List<String> commands() {
        return commands;
    }

    void createRepository() throws IOException {
        Command.run("git", "init", "--quiet", "--bare", "--initial-branch=main", repository.toString());
    }

    /// Runs native git in the repository.
    ///
    /// @return what it prints
    String git(String... arguments) throws IOException {
        return Command.run(Stream.concat(Stream.of("git", "-C", repository.toString()), Stream.of(arguments))
                .toArray(String[]::new)).strip();
    }

    /// Whether the repository is whole, by native git's own judgement.
    String fsck() throws IOException {
        return git("fsck", "--full", "--strict");
    }

    void readOnly(boolean isReadOnly) {
        readOnly = isReadOnly;
    }

    /// Gives the repository a hook.
    void hook(String name, String script) throws IOException {
        Path hook = repository.resolve("hooks").resolve(name);
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// From now on, a fetch learns at once what there is, and gets it only when fetches may go on.
    void holdBackFetches() throws IOException {
        hook("hold-back", "cd %s && touch asked-for && until [ -e free ]; do sleep 0.1; done; exec \"$@\""
                .formatted(repository));
        holdsBack = true;
    }

    /// Whether a fetch is being held back.
    boolean holdsBackAFetch() {
        return Files.exists(repository.resolve("asked-for"));
    }

    void letFetchesGoOn() throws IOException {
        holdsBack = false;
        Files.createFile(repository.resolve("free"));
    }

    void removeHook(String name) throws IOException {
        Files.delete(repository.resolve("hooks").resolve(name));
    }

    int port() {
        return sshd.getPort();
    }

    /// The URL at which the server, or a proxy before it, is reached.
    String url(int port) {
        return "ssh://git~%s@127.0.0.1:%d%s".formatted(KEY.base64(), port, repository.toAbsolutePath());
    }

    String knownHost(int port) {
        return "[127.0.0.1]:%d %s".formatted(port, HOST_KEY.publicKey());
    }

    @Override
    public void close() throws IOException {
        sshd.stop(true);
    }
}
