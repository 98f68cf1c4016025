/// What the two git containers of the pod share. Here is the data volume, with the users' files and one folder that is
/// ours: [DataVolume], and the [Marker] by which it is known again.
///
/// Everything else has a package of its own. The `store` is the git directory beside the volume, never inside it, so that
/// the application cannot reach it. A `snapshot` takes the files into the store, a `restore` brings them back, and in
/// between they are the objects of a git `tree`. What others have committed comes into a volume in use by a `merge`.
/// `history` shows what the volume was. `maintenance` keeps the store whole and small. Whatever is written gets to the
/// disk in such a way that neither `kill -9` nor a power cut loses anything.
///
/// From the top down: `maintenance`, `history`, `merge`, `restore`, `snapshot`, `store`, `tree`, this package. A package
/// knows only those that are named after it. None of them knows a remote: fetch and push are a module of their own.
package gitdav.volume;
