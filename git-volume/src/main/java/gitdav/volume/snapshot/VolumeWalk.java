package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.UserFiles.UnreadableException;
import gitdav.volume.snapshot.UserFiles.VanishedException;
import gitdav.volume.tree.BackupLayout;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import gitdav.volume.tree.TreeReader;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Looks at every file of a data volume, on all processors, and reads those whose content cannot be known without. Follows
/// no link and changes nothing.
///
/// Also finds damage: a file whose content is not what it was, although its time says that it is unchanged, and one
/// that is gone from a folder in which, by its time, nothing was deleted. Those stay in the result as they were.
final class VolumeWalk {

    private final DataVolume volume;
    private final Baseline baseline;
    private final ReadPolicy readPolicy;
    private final DiskPrecision precision;
    private final FileSnapshotter snapshotter;
    private final DamageFinder damage;
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final NotApplied notApplied;
    private volatile boolean isAsKnown = true;

    /// @param baseline the volume as it was last known
    /// @param inserter what takes the content of files that are read; used by several threads
    VolumeWalk(DataVolume volume, Baseline baseline, ReadPolicy readPolicy, DiskPrecision precision,
            ObjectInserter inserter)
            throws IOException {
        this.notApplied = NotApplied.named(volume);
        this.volume = volume;
        this.baseline = baseline;
        this.readPolicy = readPolicy;
        this.precision = precision;
        this.snapshotter = new FileSnapshotter(inserter, precision);
        this.damage = new DamageFinder(baseline, readPolicy);
    }

    /// The volume as it is now. Folders in which nothing has changed are the very objects of the known volume.
    Node.Folder walk() throws IOException {
        try (OpenFolder folder = OpenFolder.at(volume.root())) {
            // The root folder is the cluster's: its time stays what the last commit says, if it says any.
            Node.Folder root = folder(folder, new TreeName(""), baseline.root().stat(), baseline.root(), 0);
            if (!isSame(root, baseline.root())) {
                isAsKnown = false;
            }
            return root;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// What could not be taken, a line each.
    List<String> problems() {
        return problems.stream().sorted().toList();
    }

    /// The commit for which the store's index says all of this already. Empty also where something had to be looked at
    /// closely that has turned out to be the same: a newer index saves that the next time.
    Optional<ObjectId> indexed() {
        return isAsKnown ? baseline.indexed() : Optional.empty();
    }

    List<Damage> damages() {
        return damage.damages();
    }

    /// Most files are as they are recorded: then only the others and the folders remain to be looked at.
    ///
    /// A folder in which something was skipped is remembered as one that is never trusted: it is listed at every run, so that
    /// what was skipped is looked at every time, whether the folder has changed or not.
    ///
    /// @param stat of the folder; of the root, what the last commit says
    /// @param depth how many folders lie around it
    private Node.Folder folder(OpenFolder folder, TreeName name, FileStat stat, Node.Folder before, int depth)
            throws IOException {
        before.opaque().forEach(opaque -> problems.add(folder.shown().resolve(opaque.name().toString())
                + " is not in the volume, since " + opaque.reason() + "; the backup keeps it"));
        // A file system need not keep the root's time while it is not mounted (vfat), so it says nothing about the names.
        boolean isRoot = volume.isRoot(folder);
        boolean sameNames = !isRoot && readPolicy.trusts(before.stat(), stat, baseline.trustedBefore());
        boolean[] same = before.files() instanceof RecordedFiles files
                ? files.areIn(folder, readPolicy, baseline.trustedBefore())
                : new boolean[before.files().size()];
        List<Node> rest = Stream.concat(before.folders().stream(), files(before, same, false)).toList();
        List<Child> children = Child.withNotApplied(notApplied, folder, before, sameNames
                ? Child.asBefore(folder, rest)
                : Child.listed(folder, before, files(before, same, true), volume), volume);
        List<Found> found = ManyChildren.find(children, depth, child -> find(folder, child, depth));

        boolean isComplete = found.stream().noneMatch(Found::isSkipped);
        if (!sameNames && !isRoot && isComplete) {
            isAsKnown = false;
        }
        FileStat remembered = isComplete ? stat : stat.neverTrusted();
        boolean unchanged = before.tree() != null && before.stat().equals(remembered)
                && found.stream().filter(one -> one.node().isPresent()).count() == rest.size()
                && IntStream.range(0, children.size())
                        .allMatch(i -> isSame(found.get(i).node().orElse(null), children.get(i).before()));
        if (unchanged) {
            return before;
        }
        Stream<Node> nodes = Stream.concat(files(before, same, true),
                found.stream().flatMap(one -> one.node().stream()));
        return assembled(folder, remembered, name, nodes, before);
    }

    private static Stream<Node> files(Node.Folder folder, boolean[] same, boolean wanted) {
        return IntStream.range(0, same.length).filter(i -> same[i] == wanted).mapToObj(folder.files()::get);
    }

    private Node.Folder assembled(OpenFolder folder, FileStat stat, TreeName name, Stream<Node> found,
            Node.Folder before)
            throws IOException {
        List<Node> nodes = found.toList();
        var names = nodes.stream().map(Node::name).collect(Collectors.toSet());
        // By the root's time, nothing can be known to be lost.
        List<Node> lost = volume.isRoot(folder) ? List.of() : damage.lost(folder, before, names);
        // What no file can stand for stays, until a user's file takes its name.
        Stream<Node.Opaque> opaque = before.opaque().stream().filter(entry -> !names.contains(entry.name()));
        return Node.Folder.of(name, stat,
                Stream.of(nodes.stream(), lost.stream(), opaque).<Node>flatMap(all -> all).toList());
    }

    private Found find(OpenFolder folder, Child child, int depth) {
        Optional<Node> last = Optional.ofNullable(child.before());
        Optional<NotApplied.Entry> entry = notApplied.at(volume.relative(child.path()))
                .filter(found -> found.isOf(last));
        if (entry.isEmpty() || !entry.get().disk().equals(child.onDisk(volume))) {
            return findOnDisk(folder, child, depth);
        }
        Found inFolder = entry.get().disk().isFolder() ? findOnDisk(folder, child, depth) : Found.NOTHING;
        if (inFolder.node().orElse(null) instanceof Node.Folder below && below.children().findAny().isPresent()) {
            return inFolder;
        }
        problems.add(new Obstacle(entry.get().path(), entry.get().reason()).line(volume));
        return new Found(last, false);
    }

    private Found findOnDisk(OpenFolder folder, Child child, int depth) {
        try {
            return child.path().equals(volume.reserved())
                    ? reserved(folder, child.before())
                    : look(folder, child, depth);
        } catch (VanishedException e) {
            return Found.NOTHING;
        } catch (UnreadableException e) {
            if (e.isDiskBroken() && child.before() instanceof Node.File last && readPolicy.isAtStart()) {
                damage.add(child.path(), last, e.getMessage());
            } else {
                problems.add(e.getMessage() + (child.before() != null ? "; the backup keeps its last version" : ""));
            }
            return Found.skipped(child.before());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of our own folder, only what the application keeps there for its users is backed up. That it has made a place for
    /// that and put nothing there yet is no change worth a commit.
    private Found reserved(OpenFolder root, Node before) throws IOException {
        try (OpenFolder ours = UserFiles.folder(root, volume.reserved());
                OpenFolder properties = UserFiles.folder(ours, volume.properties())) {
            if (before == null && UserFiles.names(properties).isEmpty()) {
                return Found.NOTHING;
            }
            Node.Folder last = before instanceof Node.Folder known ? known.folders().getFirst() : Node.Folder.NOTHING;
            Node.Folder now = folder(properties, BackupLayout.PROPERTIES,
                    precision.adapt(UserFiles.stat(properties), last), last, 0);
            return Found.taken(isSame(now, last) ? before : TreeReader.reserved(now));
        }
    }

    private Found look(OpenFolder folder, Child child, int depth) throws IOException {
        Path path = child.path();
        child.requireRestorable(volume);
        FileStat onDisk = UserFiles.stat(folder, path);
        FileStat stat = precision.adapt(onDisk, child.before());
        if (stat.isFolder()) {
            return Found.taken(below(folder, child, depth + 1));
        }
        if (!stat.isFile() && !stat.isLink()) {
            problems.add(path + " is neither file, folder nor link: not backed up");
            return Found.skipped(null);
        }
        Node.File last = child.before() instanceof Node.File file ? file : null;
        if (last != null && readPolicy.trusts(last.stat(), stat, baseline.trustedBefore())
                && last.mode().equals(FileSnapshotter.mode(stat))) {
            return Found.taken(last.stat().equals(stat)
                    ? last
                    : new Node.File(child.name(), last.mode(), last.content(), stat));
        }
        Found read = stat.isLink()
                ? Found.taken(snapshotter.link(folder, path, child.name(), stat))
                : file(folder, child, onDisk, last);
        if (!read.isSkipped()) {
            isAsKnown = false;
        }
        return read;
    }

    private Node.Folder below(OpenFolder folder, Child child, int depth) throws IOException {
        child.requireReachable(depth);
        try (OpenFolder below = UserFiles.folder(folder, child.path())) {
            return folder(below, child.name(), precision.adapt(UserFiles.stat(below), child.before()),
                    child.before() instanceof Node.Folder last ? last : Node.Folder.NOTHING, depth);
        }
    }

    private Found file(OpenFolder folder, Child child, FileStat stat, Node.File last) throws IOException {
        Node.File now = snapshotter.file(folder, child.path(), child.name(), stat, last);
        if (last != null && !last.isLink() && !last.content().equals(now.content())
                && damage.isDamage(last.stat(), now.stat())) {
            damage.add(child.path(), last, child.path() + " is damaged: " + (now.stat().size() == 0
                    ? "it is empty"
                    : "its content has changed, but its time has not"));
            return Found.skipped(last);
        }
        return Found.taken(now.stat().equals(last == null ? null : last.stat())
                && last.content().equals(now.content()) ? last : now);
    }

    /// Whether it is the very same object: comparing whole folders would cost more than it saves.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Node one, Node other) {
        return one == other;
    }
}
