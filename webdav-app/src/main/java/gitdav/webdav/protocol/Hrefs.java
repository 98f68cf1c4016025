package gitdav.webdav.protocol;

import java.util.List;

/// How paths are spelled in the answer to one request: as far as a path is the request's own, as the client has spelled
/// it, because some clients compare hrefs as text with what they have asked for.
///
/// @param base how clients call the share's root, without the slash at the end
/// @param request the request's path in the share
public record Hrefs(String base, SpelledPath request) {

    /// The path as it stands in an answer; a folder's ends in a slash.
    public String of(Location location) {
        List<String> names = location.path().names();
        List<String> own = request.path().names();
        var href = new StringBuilder(base);
        boolean isOwn = true;
        for (int i = 0; i < names.size(); i++) {
            isOwn = isOwn && i < own.size() && own.get(i).equals(names.get(i));
            href.append('/').append(isOwn ? request.segments().get(i) : SpelledPath.encode(names.get(i)));
        }
        return (location.isFolder() || names.isEmpty() ? href.append('/') : href).toString();
    }

    /// The same, escaped for XML.
    public String xml(Location location) {
        return of(location).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// The path of a member, to follow the request's own path or a folder's on a page.
    ///
    /// @param name as [FileName] has it
    public static String relative(String name) {
        String encoded = SpelledPath.encode(name);
        // What precedes a colon would be taken for a scheme.
        return encoded.contains(":") ? "./" + encoded : encoded;
    }
}
