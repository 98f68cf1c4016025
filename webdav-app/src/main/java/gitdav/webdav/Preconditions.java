package gitdav.webdav;

import io.milton.http.Request.Header;
import io.milton.http.Response.Status;
import org.eclipse.jetty.http.HttpDateTime;

import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The conditions a client can set for its request, so that it overwrites nothing it has not seen
/// ([RFC 9110, section 13](https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2)).
final class Preconditions {

    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

    private Preconditions() {}

    /// Checks the conditions that must hold for anything to happen.
    ///
    /// @throws DavException with 412 if one does not
    static void require(DavRequest request, Optional<Entry> target) {
        String ifMatch = request.getIfMatchHeader();
        if (ifMatch != null && target.filter(entry -> isMatch(ifMatch, entry, false)).isEmpty()) {
            throw failed("If-Match");
        }
        String since = request.getRequestHeader(Header.IF_NOT_MODIFIED);
        if (ifMatch == null && since != null && target.filter(entry -> isModifiedSince(since, entry)).isPresent()) {
            throw failed("If-Unmodified-Since");
        }
        String ifNoneMatch = request.getIfNoneMatchHeader();
        if (ifNoneMatch != null && !isReading(request)
                && target.filter(entry -> isMatch(ifNoneMatch, entry, true)).isPresent()) {
            throw failed("If-None-Match");
        }
        // Nothing is ever locked here (RFC 4918, section 10.4); and a condition that is not understood is not met.
        if (request.getIfHeader() != null) {
            throw failed("If");
        }
    }

    /// Whether the client that reads has the file as it is.
    static boolean isUnchanged(DavRequest request, Entry file) {
        String ifNoneMatch = request.getIfNoneMatchHeader();
        String since = request.getRequestHeader(Header.IF_MODIFIED);
        return ifNoneMatch != null
                ? isMatch(ifNoneMatch, file, true)
                : since != null && dateOf(since).isPresent() && !isModifiedSince(since, file);
    }

    /// @param weak whether `W/"x"` will do for `"x"`
    private static boolean isMatch(String tags, Entry entry, boolean weak) {
        if (tags.equals("*")) {
            return true;
        }
        Set<String> wanted = ENTITY_TAG.matcher(tags).results().map(MatchResult::group)
                .map(tag -> weak ? tag.replaceFirst("^W/", "") : tag).collect(Collectors.toSet());
        return !entry.isFolder() && wanted.contains(entry.etag());
    }

    /// Compared by the second, as HTTP tells the time. What is no date is no condition.
    private static boolean isModifiedSince(String date, Entry entry) {
        return dateOf(date).filter(since -> entry.lastModified().getEpochSecond() > since).isPresent();
    }

    private static Optional<Long> dateOf(String date) {
        try {
            return Optional.of(HttpDateTime.parse(date).toEpochSecond());
        } catch (IllegalArgumentException noDate) {
            return Optional.empty();
        }
    }

    private static boolean isReading(DavRequest request) {
        return !request.getMethod().isWrite;
    }

    private static DavException failed(String header) {
        return new DavException(Status.SC_PRECONDITION_FAILED, "The condition '" + header + "' does not hold");
    }
}
