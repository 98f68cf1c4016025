package gitdav.volume;

import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;

/// The private key that opens one repository on its server. Never prints itself.
public final class DeployKey {

    private final KeyPair pair;

    private DeployKey(KeyPair pair) {
        this.pair = pair;
    }

    /// Reads a key file as `ssh-keygen` writes it (OpenSSH or PEM).
    ///
    /// @throws IOException if the file cannot be read or holds no usable key; the message says which, and never quotes
    ///     what was read
    public static DeployKey read(Path file) throws IOException {
        return parse(Files.readAllBytes(file));
    }

    /// Decodes a key as it is embedded in a git URL: the key file in base64, standard or URL-safe, with or without
    /// padding.
    ///
    /// @throws IOException if it is not base64 or holds no usable key
    static DeployKey decode(String base64) throws IOException {
        String standard = base64.replace('-', '+').replace('_', '/').replace("=", "");
        try {
            return parse(Base64.getDecoder().decode(standard));
        } catch (IllegalArgumentException e) {
            throw new IOException("it is not base64", e);
        }
    }

    private static DeployKey parse(byte[] keyFile) throws IOException {
        try {
            var pairs = SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("the deploy key"),
                    new ByteArrayInputStream(keyFile), (_, _, _) -> null);
            if (pairs == null || !pairs.iterator().hasNext()) {
                throw new IOException("it is not a private key in OpenSSH or PEM format");
            }
            return new DeployKey(pairs.iterator().next());
        } catch (GeneralSecurityException | RuntimeException e) {
            // The library's own words may quote what it read.
            throw new IOException("it is damaged, of an unknown kind, or protected by a passphrase", e);
        }
    }

    KeyPair pair() {
        return pair;
    }

    @Override
    public String toString() {
        return "deploy key";
    }
}
