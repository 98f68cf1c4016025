package gitdav.webdav.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Remembers which Authorization headers were right, so that only the first request of a client costs what bcrypt is
/// made to cost. Wrong ones are not remembered: every guess has its price. Thread-safe, and never waits.
///
/// What is kept is a digest (HMAC-SHA-256) under a key that this process alone has and never stores; a reader of the
/// memory of another run, or a copy of it without the key, can test no guess with it.
final class VerifiedCredentials {

    /// Far more than there are users; one user can send the same credentials in many ways, the domain of Windows for one.
    private static final int MOST = 1000;

    private final Map<Digest, String> users = new ConcurrentHashMap<>();
    private final Mac hmac;

    VerifiedCredentials() {
        try {
            var key = new byte[32];
            new SecureRandom().nextBytes(key);
            hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("Every Java has HmacSHA256", impossible);
        }
    }

    /// Whose header this is, if it was right before.
    Optional<String> user(String authorization) {
        return Optional.ofNullable(users.get(digest(authorization)));
    }

    void remember(String authorization, String user) {
        if (users.size() >= MOST) {
            users.clear();
        }
        users.put(digest(authorization), user);
    }

    /// A copy of the prepared computation is much cheaper than a new one.
    private Digest digest(String authorization) {
        try {
            var own = (Mac) hmac.clone();
            var bytes = ByteBuffer.wrap(own.doFinal(authorization.getBytes(StandardCharsets.ISO_8859_1)));
            return new Digest(bytes.getLong(), bytes.getLong());
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError("Java's own HmacSHA256 can be copied", impossible);
        }
    }

    /// Half of the HMAC, which is more than a guess can hit.
    private record Digest(long first, long second) {}
}
