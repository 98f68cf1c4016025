package gitdav.remote.ssh;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.eclipse.jgit.transport.URIish;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;

/// A deploy key that was made just now, in the forms in which it is handed on. Prints its public half only.
///
/// @param publicKey one line, as in `authorized_keys`
/// @param privateKey a key file in OpenSSH's format
public record NewDeployKey(String publicKey, String privateKey) {

    private static final int ED25519_BITS = 256;

    /// Makes an ed25519 key.
    ///
    /// @param comment tells people what the key is for; goes behind the public key
    public static NewDeployKey generate(String comment) {
        try {
            KeyPair pair = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS);
            var privateKey = new ByteArrayOutputStream();
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, comment, null, privateKey);
            return new NewDeployKey(PublicKeyEntry.toString(pair.getPublic()) + " " + comment,
                    privateKey.toString(StandardCharsets.UTF_8));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make an ed25519 key", e);
        }
    }

    /// The URL with the private key embedded, so that it is the one setting that the remote needs.
    ///
    /// @param url of an SSH remote
    public String in(URIish url) {
        String base64 = Base64.getUrlEncoder().withoutPadding()
                .encodeToString(privateKey.getBytes(StandardCharsets.UTF_8));
        return url.toString().replaceFirst("@", "~" + base64 + "@");
    }

    @Override
    public String toString() {
        return publicKey;
    }
}
