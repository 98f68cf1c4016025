package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.method.IfHeader.Condition;
import gitdav.webdav.method.IfHeader.ConditionList;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import gitdav.webdav.share.Share;
import io.milton.http.Request.Header;
import io.milton.http.Response.Status;
import org.eclipse.jetty.http.HttpDateTime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The conditions a client can set for its request, so that it overwrites nothing it has not seen
/// ([RFC 9110, section 13](https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2),
/// [RFC 4918, section 10.4](https://www.rfc-editor.org/rfc/rfc4918#section-10.4)).
record Preconditions(Share share) {

    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

    /// Checks the conditions that must hold for anything to happen.
    ///
    /// @throws DavException with 412 if one does not
    void require(DavRequest request, Optional<Entry> present) {
        String ifMatch = request.getIfMatchHeader();
        if (ifMatch != null && present.filter(entry -> isMatch(ifMatch, entry, false)).isEmpty()) {
            throw failed("If-Match");
        }
        String since = request.getRequestHeader(Header.IF_NOT_MODIFIED);
        if (ifMatch == null && since != null && present.filter(entry -> isModifiedSince(since, entry)).isPresent()) {
            throw failed("If-Unmodified-Since");
        }
        String ifNoneMatch = request.getIfNoneMatchHeader();
        if (ifNoneMatch != null && !isReading(request)
                && present.filter(entry -> isMatch(ifNoneMatch, entry, true)).isPresent()) {
            throw failed("If-None-Match");
        }
        if (!request.ifHeader().isMet(list -> holds(list, request, present))) {
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

    /// Whether the client's part of the file belongs to the file as it is, so that another part will fit
    /// ([RFC 9110, section 13.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5)).
    static boolean allowsRange(DavRequest request, Entry file) {
        String ifRange = request.getRequestHeader(Header.IF_RANGE);
        return ifRange == null || ifRange.equals(file.etag())
                || dateOf(ifRange).filter(date -> date == file.lastModified().getEpochSecond()).isPresent();
    }

    private boolean holds(ConditionList list, DavRequest request, Optional<Entry> present) {
        Optional<SharePath> path = list.resource().isPresent()
                ? list.resource().flatMap(request.pathHeaders()::pathOf)
                : Optional.of(request.path());
        Optional<Entry> entry = path.equals(Optional.of(request.path())) ? present : path.flatMap(this::find);
        return list.conditions().stream()
                .allMatch(condition -> condition.expected() == isTrue(condition, path, entry));
    }

    private boolean isTrue(Condition condition, Optional<SharePath> path, Optional<Entry> entry) {
        return switch (condition.kind()) {
            case TOKEN -> path.flatMap(at -> share.locks().find(condition.value(), at)).isPresent();
            case ETAG -> entry.filter(file -> isMatch(condition.value(), file, false)).isPresent();
        };
    }

    private Optional<Entry> find(SharePath path) {
        try {
            return share.tree().find(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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
