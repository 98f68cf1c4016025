/// What the share was: the [Versions] of a store, the files of one of them ([PastFiles]), and the versions of one file
/// ([FileVersions]). Reads the store alone, and takes no lock: what garbage collection removes meanwhile is
/// missing ([org.eclipse.jgit.errors.MissingObjectException]).
package gitdav.volume.history;
