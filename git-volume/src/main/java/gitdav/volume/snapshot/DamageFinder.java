package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Tells damage from what users do: content that is not what it was, although no user has changed it, and what is gone,
/// although no user has deleted it. Thread-safe.
final class DamageFinder {

    private final Baseline baseline;
    private final ReadPolicy readPolicy;
    private final Queue<Damage> damages = new ConcurrentLinkedQueue<>();

    DamageFinder(Baseline baseline, ReadPolicy readPolicy) {
        this.baseline = baseline;
        this.readPolicy = readPolicy;
    }

    /// What was found, by path.
    List<Damage> damages() {
        return damages.stream().sorted((one, other) -> one.path().compareTo(other.path())).toList();
    }

    /// Notes one.
    void add(Path path, Node last, String finding) {
        damages.add(new Damage(path, last, finding));
    }

    /// Whether a file whose content has changed was damaged, and a folder in which something is missing.
    ///
    /// @param last as it was known
    boolean isDamage(FileStat last, FileStat now) {
        boolean sameFile = last.inode() == 0 || last.inode() == now.inode();
        boolean isUntouched = last.modified() == now.modified() && now.modified() < baseline.trustedBefore();
        // What a crash leaves of a file that was being written has a new time, and nothing in it.
        boolean emptied = now.isFile() && now.size() == 0 && readPolicy.isAtStart();
        return (sameFile && isUntouched) || emptied;
    }

    /// What was in the folder, and is no longer, although by the folder's time nothing was deleted.
    List<Node> lost(OpenFolder folder, Node.Folder before, Set<TreeName> found) throws IOException {
        List<Node> missing = before.children().filter(node -> !found.contains(node.name())).toList();
        // Asked for again, or a file that is deleted at this very moment would count as lost.
        if (missing.isEmpty() || !before.stat().hasTime() || !isDamage(before.stat(), UserFiles.stat(folder))) {
            return List.of();
        }
        for (Node node : missing) {
            Path path = node.name().in(folder.shown());
            add(path, node, path + " is lost: no user has deleted it");
        }
        return missing;
    }
}
