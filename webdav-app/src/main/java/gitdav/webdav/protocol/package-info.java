/// The words that all of WebDAV is said with ([RFC 4918](https://www.rfc-editor.org/rfc/rfc4918)): paths, XML, and
/// refusals.
package gitdav.webdav.protocol;
