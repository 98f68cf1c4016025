package gitdav.remote.bucket;

import gitdav.program.PortConverter;
import gitdav.program.ReadableFileConverter;
import gitdav.program.Secrets;
import gitdav.remote.https.HttpsOptions;
import org.eclipse.jgit.transport.URIish;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The settings of remotes that are buckets of an S3 store.
public final class S3Options {

    @Option(names = "--s3-endpoint", paramLabel = "URL", converter = EndpointConverter.class,
            description = "where the S3 store is: https://HOST[:PORT]; without it, Amazon's")
    private URI endpoint;

    @Option(names = "--s3-region", paramLabel = "NAME", defaultValue = "us-east-1", converter = RegionConverter.class,
            description = "the bucket's region (default: ${DEFAULT-VALUE})")
    private String region;

    @Option(names = "--s3-path-style", paramLabel = "BOOLEAN", arity = "1", defaultValue = "false",
            description = "true: the bucket's name is in the path and not in the host's name, as most stores beside"
                    + " Amazon's want it (default: ${DEFAULT-VALUE})")
    private boolean pathStyle;

    @Option(names = "--s3-credentials-file", paramLabel = "FILE", converter = CredentialsConverter.class,
            description = "the access key, as in ~/.aws/credentials; without it, AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY, or the pod's identity")
    private S3Credentials credentials;

    @Option(names = "--s3-single-writer", paramLabel = "BOOLEAN", arity = "1", defaultValue = "false",
            description = "true: for a store without conditional writes; only this pod ever pushes"
                    + " (default: ${DEFAULT-VALUE})")
    private boolean singleWriter;

    /// The backup in the bucket, not contacted yet.
    ///
    /// @param url `s3://BUCKET/PREFIX`
    /// @param scratch a folder for one bundle at a time
    /// @param https what is set for https connections
    ///
    /// @throws IOException if the certificates that are to be trusted cannot be read
    public BundleRepository repository(URIish url, Path scratch, HttpsOptions https, Duration timeout)
            throws IOException {
        var access = new S3Access(Optional.ofNullable(endpoint), region, pathStyle, Optional.ofNullable(credentials));
        String path = url.getPath().replaceAll("^/+|/+$", "");
        var bucket = new Bucket(access.client(https, timeout), url.getHost(),
                path.isEmpty() ? "" : path + "/");
        return new BundleRepository(bucket, scratch, singleWriter);
    }

    private static final class EndpointConverter implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            try {
                var endpoint = new URI(text);
                if (text.matches("https?://[^/@?#]+/?") && endpoint.getHost() != null && endpoint.getPort() != 0
                        && endpoint.getPort() <= PortConverter.HIGHEST) {
                    return endpoint;
                }
            } catch (URISyntaxException _) {
                // Said below, without what may be a password.
            }
            throw new TypeConversionException("'" + Secrets.shape(text)
                    + "' is not an endpoint such as https://HOST:PORT");
        }
    }

    private static final class RegionConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!text.matches("\\w[\\w.-]*")) {
                throw new TypeConversionException("'" + text + "' is not a region such as eu-central-1");
            }
            return text;
        }
    }

    private static final class CredentialsConverter implements ITypeConverter<S3Credentials> {
        @Override
        public S3Credentials convert(String text) {
            Path file = new ReadableFileConverter().convert(text);
            try {
                return S3Credentials.read(file);
            } catch (IOException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
