/// What the share was: the [Versions] of a store, the files of one of them ([PastFiles]), and the versions of one file
/// ([FileVersions]). Reads the store and nothing else, and holds up nobody who writes it: what is tidied up meanwhile is
/// missing ([org.eclipse.jgit.errors.MissingObjectException]).
package gitdav.volume.history;
