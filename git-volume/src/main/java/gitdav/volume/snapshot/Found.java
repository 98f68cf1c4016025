package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.volume.tree.Node;

import java.util.Optional;

/// What a snapshot holds of something that may be in a folder.
///
/// @param node empty for what has vanished, and for what was skipped and was not known before
/// @param isSkipped whether something is there that the snapshot does not hold as it is
record Found(Optional<Node> node, boolean isSkipped) {

    static final Found NOTHING = new Found(Optional.empty(), false);

    static Found taken(Node node) {
        return new Found(Optional.of(node), false);
    }

    /// What is known of it stays, and is never trusted to be what is there.
    ///
    /// @param last as it was known, or null
    static Found skipped(Node last) {
        return new Found(Optional.ofNullable(last instanceof Node.File file ? neverTrusted(file) : last), true);
    }

    private static Node.File neverTrusted(Node.File last) {
        FileStat stat = last.stat().neverTrusted();
        return stat.equals(last.stat()) ? last : new Node.File(last.name(), last.mode(), last.content(), stat);
    }
}
