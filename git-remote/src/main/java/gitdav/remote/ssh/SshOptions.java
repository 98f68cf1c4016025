package gitdav.remote.ssh;

import gitdav.program.Failure;
import gitdav.program.ReadableFileConverter;
import gitdav.program.SecretFile;
import gitdav.program.SettingsException;
import org.eclipse.jgit.transport.URIish;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;

/// The settings of remotes that are reached over SSH.
public final class SshOptions {

    @Option(names = "--ssh-key-file", paramLabel = "FILE", converter = KeyConverter.class,
            description = "the deploy key, unless GIT_URL carries it; read at every connection")
    private Path key;

    @Option(names = "--ssh-key-passphrase-file", paramLabel = "FILE", converter = SecretFile.Converter.class,
            description = "the passphrase of the deploy key, if it has one")
    private SecretFile passphrase;

    @Option(names = "--ssh-known-hosts-file", paramLabel = "FILE", converter = ReadableFileConverter.class,
            description = "the servers to trust, as in ~/.ssh/known_hosts; the keys of github.com, gitlab.com,"
                    + " bitbucket.org and codeberg.org are known without it")
    private Path knownHosts;

    @Option(names = "--ssh-host-keys", paramLabel = "POLICY", defaultValue = "strict",
            description = "strict: only servers whose keys are known; accept-new: remember a server on first contact,"
                    + " in the git volume (default: ${DEFAULT-VALUE})")
    private HostKeys.Policy hostKeys;

    /// Makes sure that there is a key, and that it opens.
    ///
    /// @param embedded the key that the URL carries, if it does
    /// @param url the remote, without any secret: a message quotes it
    /// @throws SettingsException if there is no key, or none that can be used
    public void check(Optional<DeployKey> embedded, URIish url) throws SettingsException {
        if (embedded.isEmpty() && key == null) {
            throw new SettingsException("SSH_KEY_FILE is not set, and GIT_URL " + url
                    + " carries no deploy key (git~BASE64KEY@HOST:PATH)");
        }
        try {
            pair(embedded);
        } catch (IOException e) {
            throw new SettingsException((embedded.isPresent() ? "GIT_URL" : "SSH_KEY_FILE")
                    + ": cannot use the deploy key: " + Failure.describe(e));
        }
    }

    /// How to connect to that remote. The key is read again at every connection.
    ///
    /// @param embedded the key that its URL carries, if it does
    /// @param folder where servers are remembered
    /// @param timeout for a server that accepts, and then says nothing
    public SshAccess access(Optional<DeployKey> embedded, Path folder, Duration timeout) {
        return new SshAccess(() -> pair(embedded), hostKeys, Optional.ofNullable(knownHosts), folder, timeout);
    }

    private KeyPair pair(Optional<DeployKey> embedded) throws IOException {
        DeployKey read = embedded.isPresent() ? embedded.get() : DeployKey.read(key);
        return read.pair(passphrase == null ? Optional.empty() : Optional.of(passphrase.read()));
    }

    /// Makes sure that there is a key in the file of that name.
    private static final class KeyConverter implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            try {
                DeployKey.read(Path.of(text));
                return Path.of(text);
            } catch (IOException e) {
                throw new TypeConversionException("cannot use the key in " + text + ": " + Failure.reason(e));
            }
        }
    }
}
