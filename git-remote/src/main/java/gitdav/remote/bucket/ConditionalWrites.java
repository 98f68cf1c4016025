package gitdav.remote.bucket;

import java.io.IOException;
import java.util.Optional;

/// Finds out whether a store keeps its promise to replace an object only if it is still what it was. Some take the condition
/// and ignore it: then the later of two writers wins, and the commit of the other one is lost without a word.
final class ConditionalWrites {

    private static final String PROBE = "conditional-writes-probe";
    private static final Optional<String> ANY_OTHER = Optional.of("\"00000000000000000000000000000000\"");
    private static final Optional<String> NOTHING = Optional.empty();

    private ConditionalWrites() {}

    /// @throws IOException if the store does not
    static void require(Bucket bucket) throws IOException {
        bucket.write(PROBE, "written to see whether this store obeys If-Match and If-None-Match\n");
        boolean obeys;
        try {
            obeys = !bucket.replace(PROBE, "overwritten\n", NOTHING)
                    && !bucket.replace(PROBE, "overwritten\n", ANY_OTHER);
        } catch (BucketException e) {
            throw unsupported(bucket, e.getMessage(), e);
        }
        if (!obeys) {
            throw unsupported(bucket, "it ignores If-None-Match and If-Match", null);
        }
    }

    private static IOException unsupported(Bucket bucket, String how, Exception cause) {
        return new IOException("the store of " + bucket + " has no conditional writes (" + how
                + "), so that two writers"
                + " could lose each other's commits; if there is never more than one, set S3_SINGLE_WRITER=true",
                cause);
    }
}
