package gitdav.webdav.method;

import gitdav.webdav.protocol.DavException;
import io.milton.http.Response.Status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The `If` header: lists of conditions, all of which must hold in at least one list
/// ([RFC 4918, section 10.4](https://www.rfc-editor.org/rfc/rfc4918#section-10.4)).
record IfHeader(List<ConditionList> lists) {

    static final IfHeader NONE = new IfHeader(List.of());

    /// A resource, the start or end of a list, `Not`, a state token or an entity tag.
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<open>\\()|(?<close>\\))|(?<not>Not\\b)|<(?<uri>[^<>]+)>|\\[(?<etag>(?:W/)?\"[^\"]*\")\\])\\s*",
            Pattern.CASE_INSENSITIVE);

    /// @throws DavException if the header does not follow the grammar
    static IfHeader parse(String header) {
        return header == null ? NONE : new IfHeader(new Reader(header).read());
    }

    /// The lock tokens that the header names, wherever it does.
    Set<String> tokens() {
        return lists.stream().flatMap(list -> list.conditions().stream())
                .filter(condition -> condition.kind() == Kind.TOKEN).map(Condition::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Whether the header lets the request through; one that is not there does.
    ///
    /// @param holds whether a list holds
    boolean isMet(Predicate<ConditionList> holds) {
        return lists.isEmpty() || lists.stream().anyMatch(holds);
    }

    /// Conditions on one resource.
    ///
    /// @param resource its URI or path, as sent; nothing means the request's own
    record ConditionList(Optional<String> resource, List<Condition> conditions) {}

    /// One condition: that the resource has this state token or entity tag, or that it has not.
    record Condition(boolean expected, Kind kind, String value) {}

    /// What a condition is about.
    enum Kind {
        TOKEN, ETAG
    }

    /// Reads a header from left to right.
    private static final class Reader {

        private final String header;
        private final Matcher token;
        private final List<ConditionList> lists = new ArrayList<>();
        private Optional<String> resource = Optional.empty();
        private int position;

        Reader(String header) {
            this.header = header;
            token = TOKEN.matcher(header);
        }

        List<ConditionList> read() {
            boolean tagged = false;
            do {
                next();
                if (token.group("uri") != null && (tagged || lists.isEmpty())) {
                    tagged = true;
                    resource = Optional.of(token.group("uri"));
                    next();
                }
                require(token.group("open") != null);
                lists.add(new ConditionList(resource, conditions()));
            } while (position < header.length());
            return lists;
        }

        private List<Condition> conditions() {
            List<Condition> conditions = new ArrayList<>();
            next();
            while (token.group("close") == null) {
                boolean expected = token.group("not") == null;
                if (!expected) {
                    next();
                }
                conditions.add(condition(expected));
                next();
            }
            require(!conditions.isEmpty());
            return conditions;
        }

        private Condition condition(boolean expected) {
            if (token.group("uri") != null) {
                return new Condition(expected, Kind.TOKEN, token.group("uri"));
            }
            require(token.group("etag") != null);
            return new Condition(expected, Kind.ETAG, token.group("etag"));
        }

        private void next() {
            require(token.region(position, header.length()).lookingAt());
            position = token.end();
        }

        private void require(boolean met) {
            if (!met) {
                throw new DavException(Status.SC_BAD_REQUEST, "The If header is malformed: '" + header + "'");
            }
        }
    }
}
