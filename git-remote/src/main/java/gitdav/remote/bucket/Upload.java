package gitdav.remote.bucket;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One file on its way into a bucket: at once, or, if it is large, in parts that are tried again one by one
/// ([multipart upload](https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html)).
final class Upload {

    /// In bytes; as much memory is needed.
    private static final int PART = 8 << 20;
    private static final int MOST_PARTS = 10_000;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final Path file;

    Upload(S3Client s3, String bucket, String key, Path file) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.file = file;
    }

    void run() throws IOException {
        long size = Files.size(file);
        try (FileChannel in = FileChannel.open(file)) {
            if (size <= PART) {
                ByteBuffer all = read(in, (int) size);
                Bucket.call(() -> s3.putObject(put -> put.bucket(bucket).key(key).contentMD5(Md5.of(all.duplicate())),
                        RequestBody.fromRemainingByteBuffer(all)));
            } else {
                inParts(in, size);
            }
        }
    }

    private void inParts(FileChannel in, long size) throws IOException {
        long part = Math.max(PART, size / MOST_PARTS + 1);
        if (part > Integer.MAX_VALUE) {
            throw new IOException("a bundle of " + size + " bytes is more than a bucket can take");
        }
        String id = Bucket.call(() -> s3.createMultipartUpload(create -> create.bucket(bucket).key(key))).uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long sent = 0; sent < size; sent += part) {
                ByteBuffer bytes = read(in, (int) Math.min(part, size - sent));
                int number = parts.size() + 1;
                String tag = Bucket.call(() -> s3.uploadPart(put -> put.bucket(bucket).key(key).uploadId(id)
                        .partNumber(number).contentMD5(Md5.of(bytes.duplicate())),
                        RequestBody.fromRemainingByteBuffer(bytes))).eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            }
            Bucket.call(() -> s3.completeMultipartUpload(complete -> complete.bucket(bucket).key(key).uploadId(id)
                    .multipartUpload(all -> all.parts(parts))));
        } catch (IOException e) {
            abort(id, e);
            throw e;
        }
    }

    /// Parts that belong to no object cost money until they are deleted.
    private void abort(String id, IOException reason) {
        try {
            Bucket.call(() -> s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id)));
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static ByteBuffer read(FileChannel in, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) {
            if (in.read(bytes) < 0) {
                throw new EOFException("the bundle has become shorter");
            }
        }
        return bytes.flip();
    }
}
