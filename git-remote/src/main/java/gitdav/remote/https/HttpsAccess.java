package gitdav.remote.https;

import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Logger;

/// How https connections are made: with one login, by way of one proxy if any, to servers that the usual certificate
/// authorities vouch for, or one of ours.
final class HttpsAccess implements TransportConfigCallback, HttpConnectionFactory {

    /// The JDK's own log of requests, which is off by default, has their logins in it.
    private static final Logger REQUESTS = Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection");

    static {
        REQUESTS.setFilter(line -> !line.getMessage().toLowerCase(Locale.ROOT).contains("authorization"));
    }

    private final LoginSource login;
    private final Optional<CertificateAuthorities> trust;
    private final Optional<HttpProxy> proxy;
    private final List<String> withoutProxy;

    /// Where the login is: it may be replaced while the program runs.
    interface LoginSource {

        /// Reads it.
        ///
        /// @return empty if there is none
        /// @throws IOException if it cannot be read
        Optional<HttpsLogin> read() throws IOException;
    }

    /// @param login asked at every connection
    /// @param trust what decides whether a certificate is good; empty for Java's own rule
    /// @param withoutProxy the hosts and domains that are reached directly
    HttpsAccess(LoginSource login, Optional<CertificateAuthorities> trust, Optional<HttpProxy> proxy,
            List<String> withoutProxy) {
        this.login = login;
        this.trust = trust;
        this.proxy = proxy;
        this.withoutProxy = withoutProxy;
    }

    /// To be called before each connection.
    ///
    /// @throws UncheckedIOException if the login cannot be read any more
    @Override
    public void configure(Transport transport) {
        ((TransportHttp) transport).setHttpConnectionFactory(this);
        try {
            login.read().ifPresent(transport::setCredentialsProvider);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    /// @param ofTheMachine which would come from the properties of the virtual machine; ours comes from a setting
    @Override
    public HttpConnection create(URL url, Proxy ofTheMachine) throws IOException {
        Proxy way = proxy.map(ours -> ours.to(url.getHost(), withoutProxy)).orElse(Proxy.NO_PROXY);
        var connection = new InterruptibleConnection(url, way);
        if (trust.isPresent()) {
            try {
                connection.configure(null, trust.get().trust(), null);
            } catch (GeneralSecurityException e) {
                throw new IOException("cannot use the certificates in TLS_CA_FILE: " + e.getMessage(), e);
            }
        }
        return connection;
    }
}
