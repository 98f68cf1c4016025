/// The application of the pod: a WebDAV server on the data volume ([RFC 4918](https://www.rfc-editor.org/rfc/rfc4918),
/// class 1, 2 and 3). It runs between git-init and the last backup, sees neither the git volume nor a key, and keeps every
/// promise about the users' files by itself.
///
/// Here is the program, its settings, and [what a request passes][WebdavServer], from the outside in: `http`, `access`
/// where it is asked for, `method`, and the `share` with its `lock`s and `property`s, which `disk` makes last. All of
/// them speak `protocol`. None knows those before it.
package gitdav.webdav;
