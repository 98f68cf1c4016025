/// What the two git containers of the pod share: the layout of the data volume ([DataVolume]), the git directory beside
/// it ([GitStore]), the way from files to a commit ([Snapshot]) and back ([Checkout]), and the remote ([GitRemote]).
///
/// The git store is never inside the data volume, so that the application cannot reach it.
package gitdav.volume;
