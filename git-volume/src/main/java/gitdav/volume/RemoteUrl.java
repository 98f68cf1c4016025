package gitdav.volume;

import org.eclipse.jgit.transport.URIish;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the backup lives: a git URL, freed of the deploy key it may carry.
///
/// These are understood: `ssh://git@host:port/path`, `git@host:path` (both as in the
/// [git documentation](https://git-scm.com/docs/git-clone#_git_urls)), the same with a key behind the user's name
/// (`git~BASE64KEY@host:path`), and for a repository on a mounted volume `file:///path` or `/path`.
///
/// @param address the URL without any key, so that it may be printed and stored
/// @param key the key that was embedded
public record RemoteUrl(URIish address, Optional<DeployKey> key) {

    /// The key is cut out before anything else looks at the URL: base64 may contain slashes, which would turn its first
    /// half into a host name for every log and name server to see. It cannot contain an `@`.
    private static final Pattern WITH_KEY = Pattern.compile("(?<before>(ssh://)?[^/@:~]+)~(?<key>[^@]*)(?<after>@.+)");
    private static final String EXPECTED = "expected ssh://git@HOST[:PORT]/PATH, git@HOST:PATH or file:///PATH,"
            + " the first two also with a deploy key: git~BASE64KEY@HOST:PATH";

    /// Reads a URL.
    ///
    /// @throws IOException if it is none of the above; the message never quotes a key
    public static RemoteUrl parse(String url) throws IOException {
        var withKey = WITH_KEY.matcher(url);
        if (!withKey.matches()) {
            return new RemoteUrl(address(url), Optional.empty());
        }
        URIish address = address(withKey.group("before") + withKey.group("after"));
        try {
            return new RemoteUrl(address, Optional.of(DeployKey.decode(percentDecoded(withKey.group("key")))));
        } catch (IOException e) {
            throw new IOException("the key between '~' and '@' cannot be used: " + e.getMessage(), e);
        }
    }

    /// Whether this is reached over SSH.
    public boolean isSsh() {
        return address.getHost() != null;
    }

    private static URIish address(String url) throws IOException {
        try {
            var address = new URIish(url);
            boolean file = address.getHost() == null && hasScheme(address, "file") && address.getPath().startsWith("/");
            boolean ssh = isNamed(address.getHost()) && hasScheme(address, "ssh") && isNamed(address.getUser())
                    && isNamed(address.getPath()) && !address.getPath().equals("/");
            if (file || ssh) {
                return address;
            }
            throw new IOException("'" + withoutSecrets(url) + "' is not a remote this program can use; " + EXPECTED);
        } catch (URISyntaxException e) {
            throw new IOException("'" + withoutSecrets(url) + "' is not a git URL; " + EXPECTED, e);
        }
    }

    private static boolean hasScheme(URIish address, String scheme) {
        return address.getScheme() == null || address.getScheme().equals(scheme);
    }

    private static boolean isNamed(String part) {
        return part != null && !part.isEmpty();
    }

    /// What may be quoted of a URL that was not understood: nothing that could be a key or a password.
    private static String withoutSecrets(String url) {
        return url.replaceAll("~[^@]*", "~***").replaceAll("(//[^/:@]*):[^@]*@", "$1:***@");
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
