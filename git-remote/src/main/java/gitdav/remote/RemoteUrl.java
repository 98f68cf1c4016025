package gitdav.remote;

import gitdav.program.PortConverter;
import gitdav.program.Secrets;
import gitdav.remote.ssh.DeployKey;
import org.eclipse.jgit.transport.URIish;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the backup lives: a git URL, freed of the secrets it may carry.
///
/// These are understood: `ssh://git@host:port/path`, `git@host:path` (both as in the
/// [git documentation](https://git-scm.com/docs/git-clone#_git_urls)), the same with a key behind the user's name
/// (`git~BASE64KEY@host:path`), `https://host/path`, also with a token or a user's name and password before the host, and
/// for a repository on a mounted volume `file:///path` or `/path`. `s3://bucket/prefix` is not git's own.
///
/// @param kind how it is reached
/// @param address the URL without any secret, so that it may be printed and stored
/// @param key the key that was embedded
/// @param login what stood before the host of an https URL: a token, a user's name, or both, as they were written
public record RemoteUrl(Kind kind, URIish address, Optional<DeployKey> key, Optional<String> login) {

    /// How a remote is reached.
    public enum Kind {
        /// git over SSH.
        SSH,
        /// git over https.
        HTTPS,
        /// A repository in a folder.
        FOLDER,
        /// A bucket of an S3 store.
        BUCKET
    }

    /// The key is cut out before anything else looks at the URL: base64 may contain slashes, which would turn its first
    /// half into a host name for every log and name server to see. It cannot contain an `@`.
    private static final Pattern WITH_KEY = Pattern.compile("(?<before>(ssh://)?[^/@:~]+)~(?<key>[^@]*)(?<after>@.+)");
    /// The same for what is before an https URL's host; a password's own `/` is to be written `%2F`.
    private static final Pattern WITH_LOGIN = Pattern
            .compile("(?<before>https://)(?<login>[^/]*)@(?<after>[^/@]+(/.*)?)");
    private static final Pattern PERCENT_ENCODED = Pattern.compile("([^%]|%[0-9A-Fa-f]{2})*+");
    /// A name, or an address of IPv4 or, in brackets, IPv6.
    private static final Pattern HOST = Pattern.compile("[\\w.-]+|\\[[\\w:.%]+]");
    private static final String EXPECTED = "expected ssh://git@HOST[:PORT]/PATH, git@HOST:PATH (both also with a deploy"
            + " key: git~BASE64KEY@HOST:PATH), https://HOST/PATH, file:///PATH or s3://BUCKET/PREFIX";

    /// Reads a URL.
    ///
    /// @throws IOException if it is none of the above; the message never quotes a key or a password
    public static RemoteUrl parse(String url) throws IOException {
        var withKey = WITH_KEY.matcher(url);
        if (withKey.matches()) {
            return withKey(withKey.group("before") + withKey.group("after"), withKey.group("key"));
        }
        var withLogin = WITH_LOGIN.matcher(url);
        if (withLogin.matches()) {
            if (!PERCENT_ENCODED.matcher(withLogin.group("login")).matches()) {
                throw new IOException("what is between 'https://' and '@' is not percent-encoded: write % as %25");
            }
            RemoteUrl bare = parse(withLogin.group("before") + withLogin.group("after"));
            return new RemoteUrl(bare.kind, bare.address, Optional.empty(), Optional.of(withLogin.group("login")));
        }
        URIish address = address(url);
        return new RemoteUrl(kind(address).orElseThrow(), address, Optional.empty(), Optional.empty());
    }

    private static RemoteUrl withKey(String url, String key) throws IOException {
        URIish address = address(url);
        try {
            return new RemoteUrl(kind(address).orElseThrow(), address,
                    Optional.of(DeployKey.decode(percentDecoded(key))),
                    Optional.empty());
        } catch (IOException e) {
            throw new IOException("the key between '~' and '@' cannot be used: " + e.getMessage(), e);
        }
    }

    private static URIish address(String url) throws IOException {
        try {
            var address = new URIish(url);
            if (kind(address).isPresent()) {
                return address;
            }
            throw new IOException("'" + Secrets.shape(url) + "' is not a remote this program can use; "
                    + reason(String.valueOf(address.getScheme())) + EXPECTED);
        } catch (URISyntaxException | NumberFormatException e) {
            throw new IOException("'" + Secrets.shape(url) + "' is not a git URL; " + EXPECTED, e);
        }
    }

    private static String reason(String scheme) {
        return switch (scheme) {
            case "git" -> "git:// has neither encryption nor a login, so it takes no push; ";
            case "http" -> "http:// would send the password in clear text; ";
            default -> "";
        };
    }

    /// @return empty if nothing here can reach such an address
    private static Optional<Kind> kind(URIish address) {
        boolean hasPath = isNamed(address.getPath()) && !address.getPath().equals("/");
        String scheme = address.getScheme() != null
                ? address.getScheme()
                : address.getHost() != null ? "ssh" : "file";
        boolean hasHost = isNamed(address.getHost()) && HOST.matcher(address.getHost()).matches()
                && address.getPort() != 0 && address.getPort() <= PortConverter.HIGHEST;
        Kind kind = switch (scheme) {
            case "ssh" ->
                hasHost && hasPath && isNamed(address.getUser()) && !hasLoginInPath(address) ? Kind.SSH : null;
            case "https" -> hasHost && hasPath && address.getUser() == null ? Kind.HTTPS : null;
            // Two slashes without a scheme are the rest of a URL.
            case "file" ->
                !isNamed(address.getHost()) && address.getPath().matches("(?s)/(?!/).*") ? Kind.FOLDER : null;
            case "s3" -> hasHost && address.getUser() == null && address.getPort() < 0 ? Kind.BUCKET : null;
            default -> null;
        };
        return Optional.ofNullable(kind);
    }

    /// `somebody@example.org:PASSWORD@host/path`: where a scheme is missing, the password seems to be of the path.
    private static boolean hasLoginInPath(URIish address) {
        return address.getScheme() == null && address.getPath().matches("[^/]*@.*");
    }

    private static boolean isNamed(String part) {
        return part != null && !part.isEmpty();
    }

    private static String percentDecoded(String key) {
        return key.replace("%2B", "+").replace("%2b", "+").replace("%2F", "/").replace("%2f", "/").replace("%3D", "=")
                .replace("%3d", "=");
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
