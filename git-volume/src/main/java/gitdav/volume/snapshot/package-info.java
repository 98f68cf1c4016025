/// From files to a tree: [Snapshotter] takes the state of a volume while others write to it, and [VolumeWalk] looks at
/// every file for that. What is known from the last time is not read again ([FileIndex]), and what has changed although
/// nobody changed it is a [Damage]. Knows nothing of schedules, remotes and restores.
package gitdav.volume.snapshot;
