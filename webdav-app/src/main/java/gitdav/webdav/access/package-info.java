/// Who are you, and may you write: HTTP Basic over the users of an htpasswd file, and those who may only read. Asked
/// before anything else of a request is looked at.
package gitdav.webdav.access;
