package gitdav.webdav.property;

import java.util.Optional;
import javax.xml.namespace.QName;

/// What has become of one property in a PROPPATCH
/// ([RFC 4918, section 9.2.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.2.1)).
///
/// @param status code and phrase
/// @param precondition the element that names the rule that was broken
public record PropertyOutcome(QName name, String status, Optional<String> precondition) {

    /// The property is set or removed as was asked for.
    static PropertyOutcome done(QName name) {
        return new PropertyOutcome(name, "200 OK", Optional.empty());
    }

    /// Nothing is wrong with this one, but with another in the same request.
    static PropertyOutcome notDoneEither(QName name) {
        return new PropertyOutcome(name, "424 Failed Dependency", Optional.empty());
    }

    /// The server alone knows the value.
    static PropertyOutcome isProtected(QName name) {
        return new PropertyOutcome(name, "403 Forbidden", Optional.of("<D:cannot-modify-protected-property/>"));
    }

    /// The value cannot be what the property's name says.
    static PropertyOutcome isWrong(QName name) {
        return new PropertyOutcome(name, "409 Conflict", Optional.empty());
    }

    /// With this one, the properties would be more than are stored.
    static PropertyOutcome isTooMuch(QName name) {
        return new PropertyOutcome(name, "507 Insufficient Storage", Optional.empty());
    }
}
