package gitdav.remote.bucket;

import gitdav.remote.https.HttpsOptions;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;

/// How an S3 store is reached, and with which credentials.
///
/// @param endpoint where it is; empty for Amazon's
/// @param pathStyle whether the bucket's name is in the path, and not in the host's name
/// @param credentials those of a file; without it, the environment's or the pod's identity
record S3Access(Optional<URI> endpoint, String region, boolean pathStyle, Optional<S3Credentials> credentials) {

    /// Stands for the files in a home folder, of which nothing is read.
    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    /// A client; nothing is contacted yet.
    ///
    /// @param timeout without progress for this long, a request has failed, and is tried again a few times
    S3Client client(HttpsOptions https, Duration timeout) throws IOException {
        var http = UrlConnectionHttpClient.builder().connectionTimeout(timeout).socketTimeout(timeout)
                .proxyConfiguration(proxy(https));
        Optional<TrustManager[]> trusted = https.trust();
        trusted.ifPresent(trust -> http.tlsTrustManagersProvider(() -> trust));
        return S3Client.builder().region(Region.of(region)).forcePathStyle(pathStyle)
                .applyMutation(client -> endpoint.ifPresent(client::endpointOverride))
                .credentialsProvider(credentials.map(S3Credentials::provider).orElseGet(
                        () -> DefaultCredentialsProvider.builder().profileFile(NO_PROFILES).build()))
                .overrideConfiguration(override -> override.defaultProfileFile(NO_PROFILES))
                // What we send has its MD5 with it, which every store knows, and what we get is compared with its name.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(http).build();
    }

    private ProxyConfiguration proxy(HttpsOptions https) {
        String host = endpoint.map(URI::getHost).orElse("s3." + region + ".amazonaws.com");
        var configuration = ProxyConfiguration.builder().useSystemPropertyValues(false)
                .useEnvironmentVariablesValues(false);
        https.proxyTo(host).ifPresent(configuration::endpoint);
        return configuration.build();
    }
}
