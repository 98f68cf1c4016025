package gitdav.remote.bucket;

import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.IOException;

/// The store has answered, and said no.
public final class BucketException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int FORBIDDEN = 403;

    private final int status;
    private final String code;

    BucketException(S3Exception answer) {
        super("the store answers " + answer.statusCode() + " " + text(answer), answer);
        this.status = answer.statusCode();
        this.code = answer.awsErrorDetails() == null ? "" : String.valueOf(answer.awsErrorDetails().errorCode());
    }

    private static String text(S3Exception answer) {
        return answer.awsErrorDetails() == null
                ? ""
                : answer.awsErrorDetails().errorCode() + ": " + answer.awsErrorDetails().errorMessage();
    }

    /// The HTTP status.
    int status() {
        return status;
    }

    /// Whether it is the bucket that is missing, and not an object in it.
    public boolean saysNoSuchBucket() {
        return code.equals("NoSuchBucket");
    }

    /// Whether the store knows who we are, and that this is not for us to do.
    public boolean saysAccessDenied() {
        return status == FORBIDDEN && !saysUnknown();
    }

    /// Whether the store does not know the key, or the secret is not the key's.
    public boolean saysUnknown() {
        return code.equals("InvalidAccessKeyId") || code.equals("SignatureDoesNotMatch") || code.equals("ExpiredToken")
                || code.equals("InvalidToken");
    }
}
