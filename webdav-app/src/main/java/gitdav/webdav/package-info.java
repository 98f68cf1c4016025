/// The application of the pod: a WebDAV server on the data volume ([RFC 4918](https://www.rfc-editor.org/rfc/rfc4918),
/// class 1). It runs between git-init and the last backup, sees neither the git volume nor a key, and keeps every
/// promise about the users' files by itself.
///
/// A request passes, in this order: [Authentication] and [ReadOnly] where they are asked for, [DavHandler], Milton's chain
/// of filters ([FailureFilter], [DispatchFilter]), one [MethodHandler], and the [Share].
package gitdav.webdav;
