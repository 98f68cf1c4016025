package gitdav.volume.tree;

import org.eclipse.jgit.lib.ObjectId;

/// What is in a file, as the store has it.
///
/// @param id the object with all of it or, if the file is large, the tree object of its chunks
/// @param inChunks see [Chunks]
public record Content(ObjectId id, boolean inChunks) {

    /// Content that is one object.
    public static Content whole(ObjectId blob) {
        return new Content(blob, false);
    }

    /// Content in chunks, which are the entries of a tree object.
    public static Content inChunks(ObjectId tree) {
        return new Content(tree, true);
    }
}
