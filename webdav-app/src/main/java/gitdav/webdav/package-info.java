/// The application of the pod: a WebDAV server on the data volume ([RFC 4918](https://www.rfc-editor.org/rfc/rfc4918),
/// class 3). It runs between git-init and the last backup, sees neither the git volume nor a key, and keeps every promise
/// about the users' files without a request.
///
/// Here is the program with its settings, and [what a request passes][WebdavServer]. Requests come in by `http`; `access` says
/// whose they are, `method` answers them, for people by a `page`. It asks the `share` for the files of today and the `history`
/// for those of before. To the share belong what is known of a file (`property`), who may not touch it (`lock`) and how it gets
/// to the `disk`. All speak one `protocol`, and have their part of one `memory`.
package gitdav.webdav;
