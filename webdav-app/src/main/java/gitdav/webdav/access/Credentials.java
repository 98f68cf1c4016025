package gitdav.webdav.access;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A name and a password, as a client sends them with HTTP Basic
/// ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
record Credentials(String user, String password) {

    private static final String SCHEME = "Basic ";
    /// Of bcrypt, which ignores what comes after: any password that begins alike would be right.
    private static final int MOST_BYTES = 72;

    /// Reads the Authorization header.
    ///
    /// @return empty if it is of another scheme, or broken
    static Optional<Credentials> parse(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            String pair = text(Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip()));
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Credentials(withoutDomain(pair.substring(0, colon)), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// Whether the password is longer than what bcrypt looks at.
    boolean isTooLong() {
        return passwordBytes().length > MOST_BYTES;
    }

    byte[] passwordBytes() {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /// UTF-8 is what we ask for. Some clients send Latin-1 all the same, which is hardly ever also valid UTF-8.
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /// Windows puts the name of the domain or of the machine in front: `OFFICE\alice`.
    private static String withoutDomain(String user) {
        return user.substring(user.lastIndexOf('\\') + 1);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "the credentials of '" + user + "'";
    }
}
