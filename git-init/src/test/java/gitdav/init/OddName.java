package gitdav.init;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Names that a commit can have, and the names of the files that they stand for: one by one, with no rule for them.
///
/// @param stored in a tree, one character for each byte
/// @param disk of the file; empty if none can stand for it, on any volume
/// @param isAtRoot whether it can be the name of a file at the root of the volume, too
record OddName(String stored, String disk, boolean isAtRoot) {

    private static final int LONGEST = 255; // bytes

    private static final List<OddName> ALL = List.of(plain("a"), plain("b"), plain("c"), plain("d"), plain("foo"),
            plain("module"), plain("with space"), plain("\u00ff\u00fe"), plain("line\nbreak"), plain("%41"),
            plain("\u00c3\u00bc"), plain("n".repeat(LONGEST)), plain("n".repeat(LONGEST + 1)),
            plain("\u00e4\u00b8\u00ad".repeat(90)), escaped(".git"), escaped(".gitmodules"), escaped(".GIT"),
            escaped("git~1"), escaped(".gitdav-escaped-foo"), escaped(".gitdav-chunks-foo"),
            none(".gitdav-escaped-.git." + " ".repeat(LONGEST - 5)), none(".git"), none(".gitattributes"),
            none(".gitdav-escaped-foo"), none(".gitdav-escaped-a"), none(".gitdav-escaped-.gitdav"),
            none(".gitdav-escaped-lost+found"), none(".gitdav-chunks-foo"), none("git~1"),
            new OddName(".gitdav", ".gitdav", false), new OddName("lost+found", "lost+found", false));

    private static OddName plain(String name) {
        return new OddName(name, name, true);
    }

    private static OddName escaped(String disk) {
        return new OddName(".gitdav-escaped-" + disk, disk, true);
    }

    private static OddName none(String stored) {
        return new OddName(stored, "", false);
    }

    static List<OddName> all() {
        return ALL;
    }

    /// Whether a disk can have the name in this folder.
    boolean fits(String folder) {
        return !disk.isEmpty() && disk.length() <= LONGEST && (isAtRoot || !folder.isEmpty());
    }

    private static OddName stored(String name) {
        return ALL.stream().filter(odd -> odd.stored.equals(name)).findAny().orElse(plain(name));
    }

    private static OddName disk(String name) {
        return ALL.stream().filter(odd -> odd.disk.equals(name)).findAny().orElse(plain(name));
    }

    /// The path on the disk of what a tree has at a path; empty if some name on the way is none on any disk.
    static Optional<String> onDisk(String path) {
        if (path.isEmpty()) {
            return Optional.of(path);
        }
        String[] names = path.split("/", -1);
        boolean isNone = Arrays.stream(names).anyMatch(name -> stored(name).disk.isEmpty())
                || !stored(names[0]).isAtRoot;
        return isNone
                ? Optional.empty()
                : Optional.of(String.join("/", Arrays.stream(names).map(name -> stored(name).disk).toList()));
    }

    /// The other way round.
    static String inTree(String path) {
        return String.join("/", Arrays.stream(path.split("/", -1)).map(name -> disk(name).stored).toList());
    }
}
