package gitdav.webdav.protocol;

import io.milton.http.Response.Status;

import java.util.Optional;

/// Where clients see the share's root: below a path of the proxy in front, or at `/`.
public record BasePath(SpelledPath root) {

    /// Reads a setting.
    ///
    /// @throws DavException if it is no path
    public static BasePath parse(String path) {
        return new BasePath(SpelledPath.parse(path));
    }

    /// Reads the path of a request.
    ///
    /// @param sent as it has come in
    /// @param prefix what the proxy says that it has cut off (`X-Forwarded-Prefix`)
    /// @throws DavException with 404 if the path is beside the share
    public Hrefs hrefs(SpelledPath sent, Optional<String> prefix) {
        if (prefix.filter(this::isThis).isPresent()) {
            return new Hrefs(spelling(root), sent);
        }
        SpelledPath path = within(sent).orElseThrow(() -> new DavException(Status.SC_NOT_FOUND,
                "The share is at '" + root.path() + "' (WEBDAV_BASE_PATH)"));
        return new Hrefs(spelling(new SpelledPath(root.path(), sent.segments().subList(0, depth()))), path);
    }

    /// What a path that a client names is in the share; nothing if it is beside the share.
    public Optional<SpelledPath> within(SpelledPath named) {
        return named.path().isWithin(root.path()) ? Optional.of(named.below(depth())) : Optional.empty();
    }

    private int depth() {
        return root.segments().size();
    }

    private boolean isThis(String prefix) {
        try {
            return depth() > 0 && SharePath.parse(prefix).equals(root.path());
        } catch (DavException noPath) {
            return false;
        }
    }

    private static String spelling(SpelledPath path) {
        return path.segments().isEmpty() ? "" : "/" + String.join("/", path.segments());
    }
}
