package gitdav.volume.snapshot;

import gitdav.volume.tree.Node;

import java.nio.file.Path;

/// A file or folder that is not what it should be, and that no user has changed.
///
/// @param path where it is
/// @param last as it was last backed up
/// @param finding what is wrong with it, as a line for people
public record Damage(Path path, Node last, String finding) {}
