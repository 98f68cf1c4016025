package gitdav.e2e.remote;

import gitdav.e2e.pod.Requirement;
import gitdav.servers.Command;
import gitdav.servers.OpenSsh;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The machine's OpenSSH and git, with a key in a file that a passphrase protects.
@Tag("long")
class OpenSshRemoteTest extends RemoteSuite {

    private static final String PASSPHRASE = "correct horse battery";

    private OpenSsh server;

    @BeforeEach
    void start() throws Exception {
        Requirement.present(OpenSsh.isThere(), "no /usr/sbin/sshd on this machine");
        Command.run("git", "init", "--quiet", "--bare", "--initial-branch=main", repository().toString());
        server = OpenSsh.start(Files.createDirectory(dir.resolve("sshd")),
                List.of(Files.readString(Path.of(key("ours") + ".pub"))));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    Map<String, String> settings() throws IOException {
        return settings(dir.resolve("ours"));
    }

    @Override
    Map<String, String> withoutAccess() throws IOException {
        var settings = new HashMap<>(settings(key("strange")));
        settings.put("expected", "the server does not accept the deploy key");
        return settings;
    }

    private Map<String, String> settings(Path key) throws IOException {
        return Map.of("GIT_URL", server.url(repository()), "SSH_KEY_FILE", key.toString(), "SSH_KEY_PASSPHRASE_FILE",
                Files.writeString(dir.resolve("passphrase"), PASSPHRASE).toString(), "SSH_KNOWN_HOSTS_FILE",
                Files.writeString(dir.resolve("known_hosts"), server.knownHost()).toString());
    }

    private Path key(String name) throws IOException {
        Path key = dir.resolve(name);
        // One round of the key derivation: many programs start here, and each goes through it.
        Command.run("ssh-keygen", "-q", "-t", "ecdsa", "-a", "1", "-N", PASSPHRASE, "-f", key.toString());
        // As a Secret is: root's, and readable for the pod.
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        return key;
    }

    private Path repository() {
        return dir.resolve("content.git");
    }
}
