package gitdav.webdav.protocol;

import java.util.Optional;

/// A rule that a request has broken, for a program to read ([RFC 4918, section
/// 16](https://www.rfc-editor.org/rfc/rfc4918#section-16)).
///
/// @param rule its name
/// @param location where what is in the way is, if the rule names that
public record Precondition(String rule, Optional<Location> location) {

    /// The element that names it.
    public String xml(Hrefs hrefs) {
        return location.map(at -> "<D:" + rule + "><D:href>" + hrefs.xml(at) + "</D:href></D:" + rule + ">")
                .orElse("<D:" + rule + "/>");
    }
}
