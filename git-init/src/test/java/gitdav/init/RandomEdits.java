package gitdav.init;

import gitdav.init.FlatTree.Item;
import org.eclipse.jgit.lib.FileMode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static gitdav.init.FlatTree.isIn;
import static gitdav.init.FlatTree.name;
import static gitdav.init.FlatTree.path;

/// What people do to a tree in the remote at random, and never to a file or folder that [RandomVolumeEdits] has changed. Each
/// change is made to the tree that is expected in the end, too.
final class RandomEdits {

    private static final int MOST_NESTED = 256; // folders
    private static final List<String> TARGETS = List.of("a", "b/../a", "\u00ff\u00fe", "//x/", "x".repeat(4095),
            "x".repeat(4096), "", "a\0b");
    private static final String SUBMODULE = "0123456789012345678901234567890123456789";
    private static final int LONGEST_PATH = 800; // bytes

    private final Random random;
    private final List<String> done = new ArrayList<>();
    private final Set<String> touched = new HashSet<>();
    private int texts;

    RandomEdits(Random random) {
        this.random = random;
    }

    /// What was done, in order.
    List<String> done() {
        return done;
    }

    /// From now on, both may change everything again.
    void begin() {
        touched.clear();
    }

    /// Whether a link can be made that leads there.
    static boolean isTarget(String content) {
        return !content.isEmpty() && content.length() <= 4095 && !content.contains("\0");
    }

    /// Whether the tree has more folders inside one another than a backup may have.
    static boolean isTooDeep(FlatTree tree) {
        return tree.items().entrySet().stream().filter(entry -> entry.getValue().isFolder())
                .anyMatch(entry -> entry.getKey().split("/", -1).length > MOST_NESTED);
    }

    /// Whether neither side has changed it yet, or anything around or below it; from then on, one has.
    boolean touch(String path) {
        if (touched.stream().anyMatch(other -> isIn(path, other) || isIn(other, path))) {
            return false;
        }
        return touched.add(path);
    }

    /// Changes one thing in the remote's tree and in the one that is expected.
    void change(FlatTree remote, FlatTree expected) {
        String folder = pick(folders(remote));
        String path = path(folder, pick(OddName.all()).stored());
        List<String> paths = List.copyOf(remote.items().keySet());
        int kind = random.nextInt(16);
        if (path.equals(".gitdav")) {
            return;
        }
        switch (kind) {
            case 0, 1, 2, 3 -> put(remote, expected, path, file());
            case 4, 5 -> put(remote, expected, path, new Item(FileMode.SYMLINK, pick(TARGETS)));
            case 6, 7 -> put(remote, expected, path, new Item(FileMode.GITLINK, SUBMODULE));
            case 8, 9, 10 -> {
                if (put(remote, expected, path, Item.FOLDER)) {
                    for (int i = random.nextInt(4); i > 0; i--) {
                        String below = path(path, pick(OddName.all()).stored());
                        Item item = random.nextBoolean() ? file() : new Item(FileMode.SYMLINK, pick(TARGETS));
                        remote.put(below, item);
                        expected.put(below, item);
                    }
                }
            }
            case 11 -> {
                if (random.nextInt(4) == 0 && touch("deep")) {
                    deepen(remote, expected, MOST_NESTED - 1 + random.nextInt(3));
                }
            }
            case 12, 13 -> rename(remote, expected, paths, path);
            default -> {
                if (!paths.isEmpty()) {
                    String gone = pick(paths);
                    if (touch(gone)) {
                        done.add("remote deletes " + shown(gone));
                        remote.remove(gone);
                        expected.remove(gone);
                    }
                }
            }
        }
    }

    /// The root more often than others, and none that is far down.
    static List<String> folders(FlatTree tree) {
        var folders = new ArrayList<>(List.of("", ""));
        tree.items().forEach((path, item) -> {
            if (item.isFolder() && path.length() < LONGEST_PATH) {
                folders.add(path);
            }
        });
        return folders;
    }

    private boolean put(FlatTree remote, FlatTree expected, String path, Item item) {
        if (!touch(path)) {
            return false;
        }
        done.add("remote puts " + item.mode() + " " + shown(path));
        remote.put(path, item);
        expected.put(path, item);
        return true;
    }

    private void rename(FlatTree remote, FlatTree expected, List<String> paths, String to) {
        if (paths.isEmpty()) {
            return;
        }
        String from = pick(paths);
        if (isIn(to, from) || isIn(from, to) || !touch(from) || !touch(to)) {
            return;
        }
        done.add("remote renames " + shown(from) + " to " + shown(to));
        FlatTree before = remote.copy();
        remote.remove(to);
        expected.remove(to);
        for (String path : before.paths(from)) {
            remote.items().put(to + path.substring(from.length()), before.items().get(path));
            expected.items().put(to + path.substring(from.length()), before.items().get(path));
        }
        remote.remove(from);
        expected.remove(from);
    }

    private void deepen(FlatTree remote, FlatTree expected, int levels) {
        done.add("remote makes " + levels + " folders inside one another");
        String path = "deep";
        remote.put(path, Item.FOLDER);
        expected.put(path, Item.FOLDER);
        for (int level = 1; level < levels; level++) {
            path = path(path, "d");
            remote.items().put(path, Item.FOLDER);
            expected.items().put(path, Item.FOLDER);
        }
        remote.items().put(path(path, "a"), new Item(FileMode.REGULAR_FILE, "deep"));
        expected.items().put(path(path, "a"), new Item(FileMode.REGULAR_FILE, "deep"));
    }

    Item file() {
        return new Item(random.nextInt(4) == 0 ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE,
                "text " + ++texts);
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    static String shown(String path) {
        String text = path.replace("\n", "%0A");
        return text.length() > 90 ? text.substring(0, 40) + "[" + text.length() + "]" + name(text).length() : text;
    }
}
