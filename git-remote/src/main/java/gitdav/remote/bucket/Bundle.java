package gitdav.remote.bucket;

import org.eclipse.jgit.lib.ObjectId;

import java.util.Optional;
import java.util.regex.Pattern;

/// One [git bundle](https://git-scm.com/docs/gitformat-bundle) of the bucket: the commits from where the one before it
/// ends up to its tip.
///
/// The name begins with a number that grows with every push, so that names in their order are the order in which to read
/// them, and ends with the SHA-256 of the content, so that two writers never upload to the same name what is not the same.
///
/// @param number counts the pushes
/// @param sha256 of the content, in hexadecimal
/// @param size in bytes
/// @param tip the newest commit in it
record Bundle(int number, String sha256, long size, ObjectId tip) {

    /// What the keys of all bundles begin with, below the backup's prefix.
    static final String FOLDER = "bundles/";

    private static final Pattern KEY = Pattern.compile(FOLDER + "(\\d{1,9})-[0-9a-f]{64}\\.bundle");

    /// The object's key, below the backup's prefix.
    String key() {
        return FOLDER + "%06d-%s.bundle".formatted(number, sha256);
    }

    /// The number in the key of any bundle, also of one that no manifest names; empty for what is no bundle.
    static Optional<Integer> numberOf(String key) {
        var parts = KEY.matcher(key);
        return parts.matches() ? Optional.of(Integer.valueOf(parts.group(1))) : Optional.empty();
    }
}
