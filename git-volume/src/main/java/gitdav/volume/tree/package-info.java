/// The users' files as [git's objects](https://git-scm.com/book/en/v2/Git-Internals-Git-Objects): folders are trees, files
/// are blobs, and what git has no place for lies beside them ([BackupLayout]). Read [Node] first, which is a file or
/// folder wherever it comes from, then [TreeWriter] and [TreeReader]. Knows objects, and neither commits nor a disk.
package gitdav.volume.tree;
