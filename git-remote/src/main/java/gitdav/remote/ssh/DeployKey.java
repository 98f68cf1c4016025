package gitdav.remote.ssh;

import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Optional;

/// The private key that opens one repository on its server, as it was given; it may be protected by a passphrase. Never
/// prints itself.
public final class DeployKey {

    /// Instead of a passphrase, while none is set.
    private static final Optional<String> NONE = Optional.empty();

    private final byte[] keyFile;

    private DeployKey(byte[] keyFile) {
        this.keyFile = keyFile;
    }

    /// Reads a key file as `ssh-keygen` writes it (OpenSSH or PEM).
    ///
    /// @throws IOException if the file cannot be read or holds no usable key; the message says which, and never quotes
    ///     what was read
    static DeployKey read(Path file) throws IOException {
        return checked(Files.readAllBytes(file));
    }

    /// Decodes a key as it is embedded in a git URL: the key file in base64, standard or URL-safe, with or without
    /// padding.
    ///
    /// @throws IOException if it is not base64 or holds no usable key
    public static DeployKey decode(String base64) throws IOException {
        String standard = base64.replace('-', '+').replace('_', '/').replace("=", "");
        try {
            return checked(Base64.getDecoder().decode(standard));
        } catch (IllegalArgumentException e) {
            throw new IOException("it is not base64", e);
        }
    }

    private static DeployKey checked(byte[] keyFile) throws IOException {
        // MINA SSHD would need two more libraries, of 2 MB, for what ssh-keygen writes by no default.
        if (new String(keyFile, StandardCharsets.ISO_8859_1).contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
            throw new IOException("it is protected by a passphrase in PKCS#8 format, which is not supported;"
                    + " 'ssh-keygen -p -f FILE' writes it in OpenSSH's own");
        }
        var key = new DeployKey(keyFile);
        try {
            key.pair(NONE);
        } catch (PassphraseException mayBeGivenLater) {
            return key;
        }
        return key;
    }

    /// The key itself.
    ///
    /// @param passphrase what protects it; ignored if nothing does
    /// @throws PassphraseException if it is protected, and not by this passphrase
    /// @throws IOException if it is damaged, or no key at all
    public KeyPair pair(Optional<String> passphrase) throws IOException {
        boolean[] asked = new boolean[1];
        try {
            var pairs = SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("the deploy key"),
                    new ByteArrayInputStream(keyFile), (_, _, _) -> {
                        asked[0] = true;
                        return passphrase.orElse(null);
                    });
            if (pairs != null && pairs.iterator().hasNext()) {
                return pairs.iterator().next();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The library's own words may quote what it read.
            throw asked[0] ? protectedKey(passphrase, e) : new IOException("it is damaged, or of an unknown kind", e);
        }
        if (asked[0]) {
            throw protectedKey(passphrase, null);
        }
        throw new IOException("it is not a private key in OpenSSH or PEM format");
    }

    private static PassphraseException protectedKey(Optional<String> passphrase, Exception cause) {
        return new PassphraseException(passphrase.isPresent()
                ? "the passphrase in SSH_KEY_PASSPHRASE_FILE does not open it"
                : "it is protected by a passphrase: set SSH_KEY_PASSPHRASE_FILE", cause);
    }

    @Override
    public String toString() {
        return "deploy key";
    }

    /// The key needs a passphrase, or another one.
    static final class PassphraseException extends IOException {

        private static final long serialVersionUID = 1L;

        PassphraseException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
