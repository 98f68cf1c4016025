package gitdav.remote.https;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A name and a password, or a token in their place, for one server and for none that it redirects to. Never
/// prints itself.
final class HttpsLogin extends CredentialsProvider {

    /// The servers that take tokens take any name with them; this is the one that most of them write in their own examples.
    private static final String NO_USER = "git";

    private final URIish server;
    private final String user;
    private final String password;

    private HttpsLogin(URIish server, String user, String password) {
        this.server = server;
        this.user = user;
        this.password = password;
    }

    /// Puts together what URL and file say.
    ///
    /// @param server the URL
    /// @param written what the URL says before its host: `TOKEN`, `USER` or `USER:PASSWORD`, percent-encoded
    /// @param file the content of the file of credentials: `TOKEN` or `USER:PASSWORD`; only `PASSWORD` (or a token) if the
    ///     URL names the user
    /// @return nothing if neither says anything
    static Optional<HttpsLogin> of(URIish server, Optional<String> written, Optional<String> file) {
        Optional<String> login = written.filter(text -> !text.isEmpty());
        if (file.isEmpty()) {
            return login.map(text -> ofText(server, text, true));
        }
        if (login.isEmpty()) {
            return file.map(text -> ofText(server, text, false));
        }
        String user = decoded(login.get().replaceFirst(":.*", ""), true);
        return Optional.of(new HttpsLogin(server, user, file.get()));
    }

    private static HttpsLogin ofText(URIish server, String text, boolean encoded) {
        int colon = text.indexOf(':');
        String user = colon < 0 ? NO_USER : text.substring(0, colon);
        return new HttpsLogin(server, decoded(user, encoded), decoded(text.substring(colon + 1), encoded));
    }

    private static String decoded(String text, boolean encoded) {
        return encoded ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        return true;
    }

    @Override
    public boolean get(URIish asking, CredentialItem... items) {
        boolean isOurs = server.getHost().equals(asking.getHost()) && server.getPort() == asking.getPort()
                && "https".equals(asking.getScheme());
        for (CredentialItem item : items) {
            switch (item) {
                case CredentialItem.Username name when isOurs -> name.setValue(user);
                case CredentialItem.Password secret when isOurs -> secret.setValue(password.toCharArray());
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "login";
    }
}
