package gitdav.webdav.property;

import javax.xml.namespace.QName;

/// A property that means nothing to the server, which keeps it as it is
/// ([RFC 4918, section 4](https://www.rfc-editor.org/rfc/rfc4918#section-4)).
///
/// @param xml the whole element, name and value, well-formed on its own: all its namespaces are declared in it
public record DeadProperty(QName name, String xml) {}
