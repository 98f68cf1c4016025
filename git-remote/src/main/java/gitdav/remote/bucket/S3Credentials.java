package gitdav.remote.bucket;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// An access key, from a file as the AWS tools have it: its profile `default`. The file is read whenever a request needs
/// the key, since it may be replaced meanwhile.
record S3Credentials(AwsCredentialsProvider provider) {

    private static final String PROFILE = "default";

    /// @throws IOException if the file has none; the message does not quote it
    static S3Credentials read(Path file) throws IOException {
        try {
            if (profiles(file).profile(PROFILE).filter(S3Credentials::hasKeyOrSaysWhereItIs).isPresent()) {
                return new S3Credentials(ProfileCredentialsProvider.builder().profileFile(() -> profilesNow(file))
                        .profileName(PROFILE).build());
            }
        } catch (IllegalArgumentException | UncheckedIOException _) {
            // Not such a file at all. The library's words may quote it.
        }
        throw new IOException(file + " has no aws_access_key_id = ... and aws_secret_access_key = ... below a line"
                + " [default]");
    }

    private static ProfileFile profiles(Path file) {
        return ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build();
    }

    /// The same, once the file was good. What goes wrong is said in the library's way, and without its words.
    private static ProfileFile profilesNow(Path file) {
        try {
            return profiles(file);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw SdkClientException.create("the credentials cannot be used any more: " + file
                    + " is gone, or not as the AWS tools have it; check S3_CREDENTIALS_FILE");
        }
    }

    /// Other sources of keys are asked when a key is needed, and not before.
    private static boolean hasKeyOrSaysWhereItIs(Profile profile) {
        return Stream.of(ProfileProperty.ROLE_ARN, ProfileProperty.CREDENTIAL_PROCESS)
                .anyMatch(name -> profile.property(name).isPresent())
                || Stream.of(ProfileProperty.AWS_ACCESS_KEY_ID, ProfileProperty.AWS_SECRET_ACCESS_KEY)
                        .allMatch(name -> profile.property(name).filter(value -> !value.isBlank()).isPresent());
    }
}
