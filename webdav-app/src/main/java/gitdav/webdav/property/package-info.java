/// What can be known of a file or folder beside its content ([RFC 4918, section
/// 4](https://www.rfc-editor.org/rfc/rfc4918#section-4)): live properties, which the server finds out, dead ones, which
/// clients have noted down, and the XML in which both are asked for, answered and changed.
package gitdav.webdav.property;
