package gitdav.volume;

import org.eclipse.jgit.lib.ObjectId;

/// What is in a file, as the store has it.
///
/// @param id the object with all of it or, if the file is large, the tree object of its chunks
/// @param inChunks see [Chunks]
record Content(ObjectId id, boolean inChunks) {

    static Content whole(ObjectId blob) {
        return new Content(blob, false);
    }

    static Content inChunks(ObjectId tree) {
        return new Content(tree, true);
    }
}
