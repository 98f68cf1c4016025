package gitdav.servers;

import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;

/// An ed25519 key pair as `ssh-keygen -t ed25519` makes it: a deploy key, or a server's host key.
public record SshKey(KeyPair pair) {

    /// Makes a new key.
    public static SshKey generate() {
        try {
            return new SshKey(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Reads the key from the file; if there is none, makes one and keeps it there, readable by its owner alone.
    public static SshKey keptIn(Path file) throws IOException {
        if (Files.notExists(file)) {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path whole = Files.createTempFile(file.toAbsolutePath().getParent(), "key", null, ownerOnly);
            Files.writeString(whole, generate().privateKey());
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new SshKey(
                    SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("key"), in, null).iterator().next());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the key in " + file, e);
        }
    }

    /// The private key in OpenSSH's format.
    public String privateKey() {
        var out = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, null, null, out);
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// The private key as it is embedded in a git URL.
    public String base64() {
        return Base64.getEncoder().encodeToString(privateKey().getBytes(StandardCharsets.UTF_8));
    }

    /// The public key as one line of `authorized_keys`, without a comment.
    public String publicKey() {
        return PublicKeyEntry.toString(pair.getPublic());
    }

    @Override
    public String toString() {
        return publicKey();
    }
}
