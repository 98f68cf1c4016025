package gitdav.remote.bucket;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The checksum that every S3 store compares with what has arrived, before it takes it
/// ([RFC 1864](https://www.rfc-editor.org/rfc/rfc1864)). It is against accidents; names and manifest have SHA-256.
final class Md5 {

    private Md5() {}

    static String of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    static String of(ByteBuffer bytes) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(bytes);
            return Base64.getEncoder().encodeToString(md5.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
