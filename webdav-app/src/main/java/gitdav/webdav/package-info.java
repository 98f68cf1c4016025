/// The application of the pod: a WebDAV server on the data volume ([RFC 4918](https://www.rfc-editor.org/rfc/rfc4918),
/// class 3). It runs between git-init and the last backup, sees neither the git volume nor a key, and keeps every promise
/// about the users' files without a request.
///
/// Here is the program with its settings, and [what a request passes][WebdavServer]. It stands on `method`, which has
/// the requests come in by `http`, shows a folder to people as a `page`, knows from `access` whose they are, and has the `share` do them; what the share was, it
/// asks the `history` for. To the share belong
/// what is known of a file (`property`), who may not touch it (`lock`) and how it gets to the `disk`; and all speak one
/// `protocol`. A package knows only those that are named after it.
package gitdav.webdav;
