package gitdav.servers;

import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// An S3 store on the loopback address ([S3Proxy](https://github.com/gaul/s3proxy)): each folder below its root is a bucket,
/// each file an object.
public final class S3Server implements AutoCloseable {

    /// What a client has to say to be let in.
    public static final String ACCESS_KEY = "AKIATESTACCESSKEY";
    /// What a client has to know, and never says.
    public static final String SECRET_KEY = "s3cretS3cretS3cret/S3cret+S3cret";

    private static final int FORBIDDEN = 403;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Proxy proxy;
    private final Path root;
    private final int port;

    private S3Server(S3Proxy proxy, Path root) {
        this.proxy = proxy;
        this.root = root;
        this.port = proxy.getPort();
    }

    /// Starts the server on a free port, with one bucket.
    ///
    /// @param root an existing folder
    public static S3Server start(Path root, String bucket) throws IOException {
        return start(root, bucket, put -> put);
    }

    /// The same, with a store that ignores the conditions under which it is to write, as some do.
    public static S3Server unconditional(Path root, String bucket) throws IOException {
        return start(root, bucket, put -> put.toBuilder().ifMatch(null).ifNoneMatch(null).build());
    }

    /// The same, with a store that takes nothing from us.
    public static S3Server readOnly(Path root, String bucket) throws IOException {
        return start(root, bucket, put -> {
            throw refusal(FORBIDDEN, "AccessDenied");
        });
    }

    /// The same, with a store that fails when it is to write a certain object.
    ///
    /// @param key the end of that object's key
    public static S3Server failingAt(Path root, String bucket, String key) throws IOException {
        return start(root, bucket, put -> {
            if (put.key().endsWith(key)) {
                throw refusal(FORBIDDEN, "InvalidObjectState");
            }
            return put;
        });
    }

    private static S3Exception refusal(int status, String code) {
        var details = AwsErrorDetails.builder().errorCode(code).errorMessage(code).build();
        return (S3Exception) S3Exception.builder().statusCode(status).awsErrorDetails(details).build();
    }

    private static S3Server start(Path root, String bucket, UnaryOperator<PutObjectRequest> change) throws IOException {
        Files.createDirectories(root.resolve(bucket));
        S3Proxy proxy = S3Proxy.builder().blobStore(new Store(new FilesystemNio2BlobStore(root.toString()), change))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY).build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IOException("S3Proxy does not start", e);
        }
        return new S3Server(proxy, root);
    }

    /// The store's URL.
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /// A file of credentials for it, as the AWS tools have them.
    public String credentials() {
        return "[default]\naws_access_key_id = " + ACCESS_KEY + "\naws_secret_access_key = " + SECRET_KEY + "\n";
    }

    /// The file behind an object, or behind the beginning of its key.
    public Path file(String bucket, String key) {
        return root.resolve(bucket).resolve(key);
    }

    @Override
    public void close() throws IOException {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /// S3Proxy looks whether `If-Match` holds before it writes, and not as it writes; an S3 store does both in one step.
    private static final class Store extends ForwardingBlobStore {

        private final UnaryOperator<PutObjectRequest> change;

        Store(BlobStore files, UnaryOperator<PutObjectRequest> change) {
            super(files);
            this.change = change;
        }

        @Override
        public synchronized PutObjectResponse putBlob(PutObjectRequest put, InputStream content) {
            PutObjectRequest changed = change.apply(put);
            if (changed.ifMatch() != null && !isOfThatVersion(changed)) {
                readToItsEnd(content);
                throw refusal(PRECONDITION_FAILED, "PreconditionFailed");
            }
            return super.putBlob(changed, content);
        }

        /// Else, the client may still be writing when the connection is closed, and never sees the refusal.
        private static void readToItsEnd(InputStream content) {
            try {
                content.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean isOfThatVersion(PutObjectRequest put) {
            String version = super.blobMetadata(HeadObjectRequest.builder().bucket(put.bucket()).key(put.key()).build())
                    .eTag();
            return withoutQuotes(version).equals(withoutQuotes(put.ifMatch()));
        }

        private static String withoutQuotes(String version) {
            return version.replace("\"", "");
        }

        /// The folder's store reads an object and its version one after the other.
        @Override
        public synchronized ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest get) {
            return super.getBlob(get);
        }
    }
}
