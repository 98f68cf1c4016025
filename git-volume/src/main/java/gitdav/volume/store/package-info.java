/// The git directory on a volume of its own: [GitStore] is its branch and what the remote was last seen to have, [History]
/// is how commits belong together, [StoreLock] makes one process its only writer, and [ParallelPackInserter] takes many
/// objects at once. JGit is kept here from looking at the machine it runs on. Knows commits, and nothing of users' files.
package gitdav.volume.store;
