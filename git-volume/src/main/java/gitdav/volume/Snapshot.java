package gitdav.volume;

import org.eclipse.jgit.lib.ObjectId;

import java.util.List;

/// The state of a data volume at one moment, written into the git store as a tree; no commit yet, no schedule, no
/// remote.
///
/// @param tree the root tree
/// @param files how many files it holds
/// @param bytes how many bytes they have
/// @param problems what could not be taken, a line each; the rest is complete
public record Snapshot(ObjectId tree, int files, long bytes, List<String> problems) {

    public Snapshot {
        problems = List.copyOf(problems);
    }
}
