package gitdav.volume.history;

import gitdav.files.FileTree;
import gitdav.volume.tree.BackupLayout;
import gitdav.volume.tree.Chunks;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What changed between two snapshots, as people want to read it in a log.
///
/// @param names the first names, with what happened to each
public record ChangeSummary(int added, int changed, int deleted, List<String> names) {

    private static final int NAMES_SHOWN = 20;

    /// Compares two trees.
    ///
    /// @param before the older tree; empty if there is none
    public static ChangeSummary between(ObjectReader reader, Optional<ObjectId> before, ObjectId after)
            throws IOException {
        return between(reader, before, after, Integer.MAX_VALUE);
    }

    /// The same of trees that were not read before: a few objects can claim any number of files.
    ///
    /// @param most how many files and folders are compared
    /// @throws CorruptObjectException if more have changed, or they are deeper than in any volume
    static ChangeSummary between(ObjectReader reader, Optional<ObjectId> before, ObjectId after, int most)
            throws IOException {
        int[] counts = new int[3];
        var names = new ArrayList<String>();
        try (var walk = new TreeWalk(reader)) {
            if (before.isPresent()) {
                walk.addTree(before.get());
            } else {
                walk.addTree(new EmptyTreeIterator());
            }
            walk.addTree(after);
            walk.setFilter(TreeFilter.ANY_DIFF);
            for (int entries = 0; walk.next(); entries++) {
                if (entries == most || walk.getDepth() > FileTree.MOST_NESTED) {
                    throw new CorruptObjectException("more has changed than a volume can hold");
                }
                String name = walk.getNameString();
                boolean isLargeFile = walk.isSubtree() && Chunks.isFolder(name);
                if (walk.getPathString().equals(BackupLayout.RESERVED.bytes())) {
                    continue;
                } else if (walk.isSubtree() && !isLargeFile) {
                    walk.enterSubtree();
                    continue;
                }
                String path = walk.getPathString();
                path = isLargeFile ? path.substring(0, path.length() - name.length()) + Chunks.fileOf(name) : path;
                boolean isNew = walk.getFileMode(0).equals(FileMode.MISSING);
                boolean isGone = walk.getFileMode(1).equals(FileMode.MISSING);
                counts[isNew ? 0 : isGone ? 2 : 1]++;
                if (names.size() < NAMES_SHOWN) {
                    names.add((isNew ? "added " : isGone ? "deleted " : "changed ") + path);
                }
            }
        }
        return new ChangeSummary(counts[0], counts[1], counts[2], names);
    }

    /// One line: the file's name if it is only one, else how many.
    public String subject() {
        if (added + changed + deleted == 0) {
            return "only folders, times or properties changed";
        }
        return isSingle() ? names.getFirst() : "%d added, %d changed, %d deleted".formatted(added, changed, deleted);
    }

    /// A commit message: the subject, and below it the first names.
    public String message() {
        if (isSingle()) {
            return subject() + "\n";
        }
        int more = added + changed + deleted - names.size();
        return subject() + "\n\n" + String.join("\n", names) + (more > 0 ? "\nand " + more + " more" : "") + "\n";
    }

    private boolean isSingle() {
        return added + changed + deleted == 1;
    }
}
