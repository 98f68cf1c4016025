package gitdav.volume.remote.bucket;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;

import java.io.IOException;
import java.nio.file.Path;

/// An access key, from a file as the AWS tools have it: its profile `default`.
record S3Credentials(AwsCredentialsProvider provider) {

    /// @throws IOException if the file has none; the message does not quote it
    static S3Credentials read(Path file) throws IOException {
        try {
            var profiles = ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build();
            var provider = ProfileCredentialsProvider.builder().profileFile(profiles).profileName("default").build();
            provider.resolveCredentials();
            return new S3Credentials(provider);
        } catch (IllegalArgumentException | IllegalStateException | SdkClientException e) {
            throw new IOException(file + " has no aws_access_key_id = ... and aws_secret_access_key = ... below a line"
                    + " [default]", e);
        }
    }
}
