package gitdav.remote.bucket;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The objects below one prefix of one bucket. Thread-safe.
final class Bucket implements AutoCloseable {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String name;
    private final String prefix;

    /// @param prefix what all keys begin with: empty, or ends with a slash
    Bucket(S3Client s3, String name, String prefix) {
        this.s3 = s3;
        this.name = name;
        this.prefix = prefix;
    }

    /// A small object, and what to say to replace just this version of it.
    record Text(String content, String version) {}

    /// Reads a small object.
    ///
    /// @return empty if there is none
    Optional<Text> read(String key) throws IOException {
        try {
            var object = call(() -> s3.getObjectAsBytes(get -> get.bucket(name).key(prefix + key)));
            return Optional.of(new Text(object.asUtf8String(), object.response().eTag()));
        } catch (BucketException e) {
            if (e.status() == NOT_FOUND && !e.saysNoSuchBucket()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Writes a small object, if it is still what it was.
    ///
    /// @param expected the version to replace; empty if there must be none
    /// @return false if it is not; nothing has changed then
    boolean replace(String key, String content, Optional<String> expected) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try {
            call(() -> s3.putObject(put -> {
                put.bucket(name).key(prefix + key).contentMD5(Md5.of(bytes)).contentType("text/plain");
                expected.ifPresentOrElse(put::ifMatch, () -> put.ifNoneMatch("*"));
            }, RequestBody.fromBytes(bytes)));
            return true;
        } catch (BucketException e) {
            // A store may also answer that the object is gone, or that another client is writing it at this moment.
            if (e.status() == PRECONDITION_FAILED || e.status() == CONFLICT
                    || (e.status() == NOT_FOUND && expected.isPresent() && !e.saysNoSuchBucket())) {
                return false;
            }
            throw e;
        }
    }

    /// Writes a small object, whatever is there.
    void write(String key, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        call(() -> s3.putObject(put -> put.bucket(name).key(prefix + key).contentMD5(Md5.of(bytes))
                .contentType("text/plain"), RequestBody.fromBytes(bytes)));
    }

    /// Uploads a file of any size. The object is there as a whole, or not at all.
    void upload(String key, Path file) throws IOException {
        new Upload(s3, name, prefix + key, file).run();
    }

    /// Downloads an object into a new file.
    void download(String key, Path file) throws IOException {
        call(() -> s3.getObject(get -> get.bucket(name).key(prefix + key), ResponseTransformer.toFile(file)));
    }

    /// The keys of all objects that begin like this.
    List<String> list(String start) throws IOException {
        return call(() -> s3.listObjectsV2Paginator(list -> list.bucket(name).prefix(prefix + start)).contents()
                .stream().map(S3Object::key).map(key -> key.substring(prefix.length())).toList());
    }

    /// Deletes objects, also such as are not there.
    void delete(List<String> keys) throws IOException {
        for (String key : keys) {
            call(() -> s3.deleteObject(delete -> delete.bucket(name).key(prefix + key)));
        }
    }

    /// Makes the library's unchecked exceptions what they are: failures of input and output.
    static <T> T call(Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (S3Exception e) {
            throw new BucketException(e);
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// The bucket and the prefix, as a person writes them.
    @Override
    public String toString() {
        return "s3://" + name + "/" + prefix;
    }

    @Override
    public void close() {
        s3.close();
    }
}
