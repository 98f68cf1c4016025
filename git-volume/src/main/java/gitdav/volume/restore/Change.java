package gitdav.volume.restore;

import gitdav.volume.tree.Node;

import java.nio.file.Path;

/// One difference between the volume as it is and as it is to be.
public sealed interface Change {

    /// Relative to the volume's root.
    Path path();

    /// Something is to be there, perhaps in place of something else.
    record Put(Path path, Node node) implements Change {}

    /// Nothing is to be there.
    record Remove(Path path) implements Change {}

    /// Only the time is to be another, in nanoseconds since 1970.
    record Touch(Path path, long modified) implements Change {}
}
