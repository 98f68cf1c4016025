package gitdav.volume.history;

import gitdav.volume.store.GitStore;
import gitdav.volume.tree.PastPath;
import gitdav.volume.tree.TreeName;
import gitdav.volume.tree.VerifiedObjects;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The versions of one file, the newest first: of each content and name, the version that had it first. Looks from version
/// to version as it is asked for the next, and follows the file where it, or a folder that it is in, got another name.
/// Not thread-safe.
public final class FileVersions implements AutoCloseable {

    /// Only an absolute path has a URI, and only in a URI has a path all its bytes.
    private static final Path ROOT = Path.of("/");

    private final GitStore store;
    private final VerifiedObjects objects;
    private final Iterator<Version> older;
    private List<TreeName> names;
    private Optional<Version> seen = Optional.empty();
    private Optional<PastPath> newer = Optional.empty();

    /// One of them.
    ///
    /// @param path the file's path in that version, relative to the root
    public record FileVersion(Version version, Path path) {}

    /// @param versions the newest first
    /// @param path of the file in the newest of them that has it
    public FileVersions(GitStore store, List<Version> versions, Path path) {
        this.store = store;
        objects = new VerifiedObjects(store.repository().newObjectReader());
        older = versions.iterator();
        names = new ArrayList<>();
        path.forEach(name -> names.add(TreeName.of(name)));
    }

    /// The next older one, if there is one.
    ///
    /// @throws org.eclipse.jgit.errors.MissingObjectException if the store has one of them no more
    public Optional<FileVersion> next() throws IOException {
        while (older.hasNext()) {
            Version version = older.next();
            PastPath found = PastPath.in(objects, store.tree(version.commit()), names, newer);
            Optional<FileVersion> first = firstIfChanged(found);
            if (found.file().isEmpty() && newer.isPresent()) {
                Optional<List<TreeName>> renamed = newer.get().renamedSince(found, objects);
                if (renamed.isPresent()) {
                    names = renamed.get();
                    found = PastPath.in(objects, store.tree(version.commit()), names, Optional.empty());
                }
            }
            newer = Optional.of(found);
            seen = Optional.of(version);
            if (first.isPresent()) {
                return first;
            }
        }
        Optional<PastPath> oldest = newer;
        newer = Optional.empty();
        return oldest.isPresent() ? seen(oldest.get()) : Optional.empty();
    }

    /// The version looked at before, if that had something else than the one before it.
    private Optional<FileVersion> firstIfChanged(PastPath found) throws IOException {
        return newer.isPresent() && !newer.get().hasSameFileAs(found) ? seen(newer.get()) : Optional.empty();
    }

    private Optional<FileVersion> seen(PastPath here) throws IOException {
        return here.file().isPresent()
                ? Optional.of(new FileVersion(seen.orElseThrow(), ROOT.relativize(path(here))))
                : Optional.empty();
    }

    private static Path path(PastPath found) throws IOException {
        Path path = ROOT;
        for (TreeName name : found.names()) {
            path = name.in(path);
        }
        return path;
    }

    @Override
    public void close() {
        objects.close();
    }
}
