/// Who has locked what, and what that forbids to others ([RFC 4918, sections 6 and
/// 7](https://www.rfc-editor.org/rfc/rfc4918#section-6)).
package gitdav.webdav.lock;
