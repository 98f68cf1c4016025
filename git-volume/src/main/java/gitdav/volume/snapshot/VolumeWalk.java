package gitdav.volume.snapshot;

import gitdav.files.FileStat;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Looks at every file of a data volume, on all processors, and reads those whose content cannot be known without. Follows
/// no link and changes nothing.
///
/// Also finds damage: a file whose content is not what it was, although its time says that nobody has changed it, and one
/// that is gone from a folder in which, by its time, nothing was deleted. Those stay in the result as they were.
final class VolumeWalk {

    private static final int FILES_WORTH_A_THREAD = 64;

    private final DataVolume volume;
    private final Known known;
    private final Scrutiny scrutiny;
    private final FileSnapshotter snapshotter;
    private final DamageFinder damage;
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final NotApplied notApplied;
    private volatile boolean isAsKnown = true;

    /// @param known the volume as it was last known
    /// @param inserter what takes the content of files that are read; used by several threads
    VolumeWalk(DataVolume volume, Known known, Scrutiny scrutiny, ObjectInserter inserter) throws IOException {
        this.notApplied = NotApplied.in(volume);
        this.volume = volume;
        this.known = known;
        this.scrutiny = scrutiny;
        this.snapshotter = new FileSnapshotter(inserter);
        this.damage = new DamageFinder(known, scrutiny);
    }

    /// The volume as it is now. Folders in which nothing has changed are the very objects of the known volume.
    Node.Folder walk() throws IOException {
        try {
            // The root folder is the cluster's: its time stays what the last commit says, if it says any.
            Node.Folder root = folder(volume.root(), new TreeName(""), known.root().stat(), known.root());
            if (!isSame(root, known.root())) {
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
        return isAsKnown ? known.indexed() : Optional.empty();
    }

    List<Damage> damages() {
        return damage.damages();
    }

    /// Most files are as they are recorded: then only the others and the folders remain to be looked at.
    private Node.Folder folder(Path folder, TreeName name, FileStat stat, Node.Folder before) throws IOException {
        before.opaque().forEach(
                opaque -> problems.add(folder.resolve(opaque.name().toString()) + " is not in the volume, since "
                        + opaque.reason() + "; the backup keeps it"));
        // A file system need not keep the root's time while it is not mounted (vfat), so it says nothing about the names.
        boolean isRoot = folder.equals(volume.root());
        boolean sameNames = !isRoot && scrutiny.trusts(before.stat(), stat, known.trustedBefore());
        boolean[] same = sameNames && before.files() instanceof RecordedFiles files
                ? files.areIn(folder, scrutiny, known.trustedBefore())
                : new boolean[before.files().size()];
        if (!sameNames && !isRoot) {
            isAsKnown = false;
        }
        List<Node> rest = Stream.concat(before.folders().stream(), files(before, same, false)).toList();
        List<Child> children = withNotApplied(folder, before, sameNames ? same(folder, rest) : listed(folder, before));
        List<Optional<Node>> found = stream(children).map(this::node).toList();
        boolean unchanged = before.tree() != null && before.stat().equals(stat)
                && found.stream().filter(Optional::isPresent).count() == rest.size()
                && IntStream.range(0, children.size())
                        .allMatch(i -> isSame(found.get(i).orElse(null), children.get(i).before()));
        return unchanged
                ? before
                : assembled(folder, stat, name,
                        Stream.concat(files(before, same, true), found.stream().flatMap(Optional::stream)), before);
    }

    private static Stream<Node> files(Node.Folder folder, boolean[] same, boolean wanted) {
        return IntStream.range(0, same.length).filter(i -> same[i] == wanted)
                .mapToObj(folder.files()::get);
    }

    /// On all processors, where that is worth it.
    private static Stream<Child> stream(List<Child> children) {
        boolean isMuch = children.size() >= FILES_WORTH_A_THREAD
                || children.stream().filter(child -> child.before() instanceof Node.Folder).limit(2).count() == 2;
        return isMuch ? children.parallelStream() : children.stream();
    }

    private Node.Folder assembled(Path folder, FileStat stat, TreeName name, Stream<Node> found, Node.Folder before)
            throws IOException {
        List<Node> nodes = found.toList();
        var names = nodes.stream().map(Node::name).collect(Collectors.toSet());
        // By the root's time, nothing can be known to be lost.
        List<Node> lost = folder.equals(volume.root()) ? List.of() : damage.lost(folder, before, names);
        // What no file can stand for stays, until a user's file takes its name.
        Stream<Node.Opaque> opaque = before.opaque().stream().filter(entry -> !names.contains(entry.name()));
        return Node.Folder.of(name, stat,
                Stream.of(nodes.stream(), lost.stream(), opaque).<Node>flatMap(all -> all).toList());
    }

    private record Child(Path path, TreeName name, Node before) {}

    private List<Child> same(Path folder, List<Node> before) throws IOException {
        var children = new ArrayList<Child>();
        for (Node child : before) {
            children.add(new Child(child.name().in(folder), child.name(), child));
        }
        // The first of our own gives the root no new time.
        if (folder.equals(volume.root())
                && before.stream().noneMatch(child -> child.name().equals(BackupLayout.RESERVED))) {
            children.add(new Child(volume.reserved(), BackupLayout.RESERVED, null));
        }
        return children;
    }

    private List<Child> listed(Path folder, Node.Folder before) throws IOException {
        Map<TreeName, Node> last = before.byName();
        var children = new ArrayList<Child>();
        boolean isRoot = folder.equals(volume.root());
        for (Path path : UserFiles.children(folder)) {
            if (!isRoot || !DataVolume.isReserved(path.getFileName().toString())) {
                TreeName name = TreeName.of(path);
                children.add(new Child(path, name, last.get(name)));
            }
        }
        if (isRoot) {
            children.add(new Child(volume.reserved(), BackupLayout.RESERVED, last.get(BackupLayout.RESERVED)));
        }
        return children;
    }

    /// What the disk does not hold is not listed, and what is still there against the commit is not in it.
    private List<Child> withNotApplied(Path folder, Node.Folder before, List<Child> children) {
        List<Path> paths = notApplied.in(volume.relative(folder)).stream().map(volume.root()::resolve)
                .filter(path -> children.stream().noneMatch(child -> child.path().equals(path))).toList();
        if (paths.isEmpty()) {
            return children;
        }
        Map<TreeName, Node> last = before.byName();
        return Stream.concat(children.stream(), paths.stream().map(path -> {
            TreeName name = TreeName.of(path);
            return new Child(path, name, last.get(name));
        })).toList();
    }

    private Optional<Node> node(Child child) {
        Optional<Node> last = Optional.ofNullable(child.before());
        Optional<NotApplied.Entry> entry = notApplied.at(volume.relative(child.path()))
                .filter(found -> found.isOf(last));
        if (entry.isEmpty() || !entry.get().disk().equals(onDisk(child))) {
            return nodeOnDisk(child);
        }
        Optional<Node> inFolder = entry.get().disk().isFolder() ? nodeOnDisk(child) : Optional.empty();
        if (inFolder.orElse(null) instanceof Node.Folder folder && folder.children().findAny().isPresent()) {
            return inFolder;
        }
        problems.add(new Obstacle(entry.get().path(), entry.get().reason()).line(volume));
        return last;
    }

    private OnDisk onDisk(Child child) {
        try {
            return OnDisk.at(volume, volume.relative(child.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Node> nodeOnDisk(Child child) {
        try {
            return child.path().equals(volume.reserved()) ? reserved(child.before()) : look(child);
        } catch (VanishedException e) {
            return Optional.empty();
        } catch (UnreadableException e) {
            if (child.before() instanceof Node.File last && scrutiny.isAtStart()) {
                damage.add(child.path(), last, e.getMessage());
            } else {
                problems.add(e.getMessage() + (child.before() != null ? "; the backup keeps its last version" : ""));
            }
            return Optional.ofNullable(child.before());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of our own folder, only what the application keeps there for its users is backed up. That it has made a place for
    /// that and put nothing there yet is no change worth a commit.
    private Optional<Node> reserved(Node before) throws IOException {
        FileStat stat = UserFiles.stat(volume.properties());
        if (before == null && UserFiles.children(volume.properties()).isEmpty()) {
            return Optional.empty();
        }
        Node.Folder last = before instanceof Node.Folder ours ? ours.folders().getFirst() : Node.Folder.NOTHING;
        Node.Folder properties = folder(volume.properties(), BackupLayout.PROPERTIES, stat, last);
        return Optional.of(isSame(properties, last) ? before : TreeReader.reserved(properties));
    }

    private Optional<Node> look(Child child) throws IOException {
        Path path = child.path();
        if (child.name().bytes().length() > TreeName.LONGEST) {
            throw new UnreadableException(
                    path + " has too long a name: with what git needs before it, it could not be cloned");
        }
        if (!volume.canStage(path)) {
            throw new UnreadableException(path + " has too long a path: it could not be restored");
        }
        FileStat stat = UserFiles.stat(path);
        if (stat.isFolder()) {
            return Optional.of(folder(path, child.name(), stat,
                    child.before() instanceof Node.Folder last ? last : Node.Folder.NOTHING));
        }
        if (!stat.isFile() && !stat.isLink()) {
            problems.add(path + " is neither file, folder nor link: not backed up");
            return Optional.empty();
        }
        Node.File last = child.before() instanceof Node.File file ? file : null;
        if (last != null && scrutiny.trusts(last.stat(), stat, known.trustedBefore())
                && last.mode().equals(FileSnapshotter.mode(stat))) {
            return Optional.of(last.stat().equals(stat)
                    ? last
                    : new Node.File(child.name(), last.mode(), last.content(), stat));
        }
        isAsKnown = false;
        return Optional
                .of(stat.isLink() ? snapshotter.link(path, child.name(), stat) : file(path, child.name(), stat, last));
    }

    private Node.File file(Path path, TreeName name, FileStat stat, Node.File last) throws IOException {
        Node.File now = snapshotter.file(path, name, stat);
        if (last != null && !last.isLink() && !last.content().equals(now.content())
                && damage.isDamage(last.stat(), now.stat())) {
            damage.add(path, last, path + " is damaged: its content has changed, but its time has not");
            return last;
        }
        return now.stat().equals(last == null ? null : last.stat()) && last.content().equals(now.content())
                ? last
                : now;
    }

    /// Whether it is the very same object: comparing whole folders would cost more than it saves.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Node one, Node other) {
        return one == other;
    }
}
