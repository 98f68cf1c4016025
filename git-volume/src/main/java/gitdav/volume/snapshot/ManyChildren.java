package gitdav.volume.snapshot;

import gitdav.volume.tree.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Looks at what is in a folder: on all processors, where that is worth it.
final class ManyChildren {

    private static final int FILES_WORTH_A_THREAD = 64;
    private static final int LEVELS_WORTH_A_THREAD = 16;

    private ManyChildren() {}

    /// Looks at each. Not on all processors far down, where each folder would take ten times the stack for it.
    ///
    /// @param depth how many folders lie around them
    /// @param look used by several threads
    /// @return what was found, in the same order
    static List<Found> find(List<Child> children, int depth, Function<Child, Found> look) {
        boolean isMuch = children.size() >= FILES_WORTH_A_THREAD
                || children.stream().filter(child -> child.before() instanceof Node.Folder).limit(2).count() == 2;
        if (isMuch && depth < LEVELS_WORTH_A_THREAD) {
            return children.parallelStream().map(look).toList();
        }
        var found = new ArrayList<Found>(children.size());
        for (Child child : children) {
            found.add(look.apply(child));
        }
        return found;
    }
}
