package gitdav.webdav.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A path within the share: names, none of which can lead anywhere but into a folder. [SpelledPath] reads it, [Hrefs]
/// says how it is spelled in an answer.
///
/// @param names from the root down, as [FileName] has them; none for the root itself
public record SharePath(List<String> names) {

    static final SharePath ROOT = new SharePath(List.of());

    /// Reads a path, percent-encoded.
    ///
    /// @throws DavException if it is no path, or one that could mean something else to the file system
    public static SharePath parse(String encoded) {
        return SpelledPath.parse(encoded).path();
    }

    /// Whether a file can have this name: no separator, and none that means a folder.
    static boolean isName(String name) {
        return !name.isEmpty() && !isDots(name) && name.indexOf('/') < 0 && name.indexOf('\0') < 0;
    }

    static boolean isDots(String name) {
        return name.equals(".") || name.equals("..");
    }

    /// Whether this is the share itself.
    public boolean isRoot() {
        return names.isEmpty();
    }

    /// The last name; empty for the root.
    public String name() {
        return isRoot() ? "" : names.getLast();
    }

    /// The folder that this is in; there is none around the root.
    public SharePath parent() {
        return new SharePath(names.subList(0, names.size() - 1));
    }

    /// What is of this name in the folder.
    ///
    /// @param name as [FileName] has it
    public SharePath child(String name) {
        var all = new ArrayList<>(names);
        all.add(name);
        return new SharePath(List.copyOf(all));
    }

    /// Whether this is the other path or one below it.
    public boolean isWithin(SharePath other) {
        return names.size() >= other.names.size() && names.subList(0, other.names.size()).equals(other.names);
    }

    /// This path, the folder it is in, and so on up to the root.
    public Stream<SharePath> andAbove() {
        return Stream.concat(Stream.iterate(this, path -> !path.isRoot(), SharePath::parent), Stream.of(ROOT));
    }

    /// The path percent-encoded, for [#parse(String)] to read again.
    public String encoded() {
        return names.stream().map(SpelledPath::encode).collect(Collectors.joining("/", "/", ""));
    }

    /// For people.
    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
