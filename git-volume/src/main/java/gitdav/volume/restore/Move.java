package gitdav.volume.restore;

import gitdav.files.DurableFiles;
import gitdav.files.ListedNames;
import gitdav.files.ModificationTime;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Obstacle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The renames of one update: each entry of the staging folder takes its place, and what is there is set aside. Follows no
/// link. What the file system refuses stays as it is ([Obstacle]).
final class Move implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Move.class);

    private static final int NAMES_SHOWN = 20;

    private final DataVolume volume;
    private final Path setAside;
    private final OpenFolder root;
    private final OpenFolder reserved;
    private final ListedNames listed = new ListedNames();
    private final Map<Path, Long> folders = new LinkedHashMap<>();
    private final List<Path> replaced = new ArrayList<>();
    private final List<Obstacle> obstacles = new ArrayList<>();

    /// @param setAside the name of the folder for what is replaced
    Move(DataVolume volume, String setAside) throws IOException {
        this.volume = volume;
        this.setAside = volume.relative(volume.setAside()).resolve(setAside);
        this.root = OpenFolder.at(volume.root());
        try {
            this.reserved = volume.openReserved();
        } catch (IOException e) {
            root.close();
            throw e;
        }
    }

    /// What could not be done.
    List<Obstacle> obstacles() {
        return obstacles;
    }

    /// Moves everything that is still staged.
    void staged() throws IOException {
        Path path = volume.relative(volume.staging());
        if (reserved.has(path)) {
            try (OpenFolder staging = reserved.folder(path)) {
                into(staging, root, Path.of(""));
            }
        }
    }

    private void into(OpenFolder staged, OpenFolder place, Path path) throws IOException {
        for (Path name : staged.names()) {
            Path target = path.resolve(name);
            try {
                requireItsOwn(place, name);
                if (isFolder(staged, name) && isFolder(place, name)) {
                    try (OpenFolder from = staged.folder(name); OpenFolder to = place.folder(name)) {
                        into(from, to, target);
                    }
                    Files.delete(staged.path(name));
                } else {
                    put(staged, place, target);
                }
            } catch (DirectoryNotEmptyException skipped) {
                LOG.debug("{} is not all in place", target);
            } catch (IOException e) {
                obstacles.add(Obstacle.of(target, e));
            }
        }
    }

    /// A file system that ignores case, or some characters, takes other names for that of an entry, too.
    private void requireItsOwn(OpenFolder place, Path name) throws IOException {
        boolean isOurName = name.equals(volume.reserved().getFileName());
        if (!isOurName && place.has(name) && place.stat(name).equals(reserved.stat())) {
            throw new FileSystemException(place.shown(name).toString(), null, Obstacle.OURS);
        }
        listed.requireNoOther(place, name);
    }

    private void put(OpenFolder staged, OpenFolder place, Path target) throws IOException {
        remember(place, target);
        Path aside = aside(place, target);
        try {
            place.naming(target, () -> Files.move(staged.path(target), place.path(target),
                    StandardCopyOption.ATOMIC_MOVE));
        } catch (IOException e) {
            if (aside != null) {
                try (OpenFolder displaced = volume.open(setAside.resolve(parent(target)))) {
                    Files.move(displaced.path(aside), place.path(target), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            throw e;
        }
        if (aside != null) {
            replaced.add(target);
        }
    }

    /// Takes something out of the volume.
    void remove(Path path) throws IOException {
        try (OpenFolder place = volume.open(parent(path))) {
            if (listed.has(place, path)) {
                remember(place, path);
                aside(place, path);
                replaced.add(path);
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            LOG.debug("{} is gone", path);
        } catch (IOException e) {
            obstacles.add(Obstacle.of(path, e));
        }
    }

    /// @return the name that it has aside; null if nothing was there
    private Path aside(OpenFolder place, Path path) throws IOException {
        if (!place.has(path)) {
            return null;
        }
        try (OpenFolder displaced = volume.make(setAside.resolve(parent(path)))) {
            Path free = free(displaced, path.getFileName());
            place.naming(path,
                    () -> Files.move(place.path(path), displaced.path(free), StandardCopyOption.ATOMIC_MOVE));
            DurableFiles.flush(displaced.path());
            return free;
        }
    }

    private static Path free(OpenFolder displaced, Path name) throws IOException {
        Path free = name;
        for (int i = 2; displaced.has(free); i++) {
            free = name.resolveSibling(name + "." + i);
        }
        return free;
    }

    private static boolean isFolder(OpenFolder folder, Path name) throws IOException {
        return folder.has(name) && folder.stat(name).isFolder();
    }

    private static Path parent(Path path) {
        return path.getParent() == null ? Path.of("") : path.getParent();
    }

    /// What is moved in and out must not make it look as if a user had changed the folder.
    private void remember(OpenFolder place, Path child) throws IOException {
        Path folder = parent(child);
        if (!folder.toString().isEmpty() && !folders.containsKey(folder)) {
            folders.put(folder, place.stat().modified());
        }
    }

    /// Gives the folders the times that they had; those of another user keep the new one.
    void restoreTimes() throws IOException {
        for (var folder : folders.entrySet()) {
            try (OpenFolder parent = volume.open(parent(folder.getKey()));
                    OpenFolder open = parent.folder(folder.getKey())) {
                ModificationTime.set(parent.path(folder.getKey()), folder.getValue());
                DurableFiles.flush(open.path());
            } catch (FileSystemException e) {
                LOG.debug("{} keeps its time", folder.getKey(), e);
            }
        }
        DurableFiles.flush(root.path());
    }

    void report() {
        if (!replaced.isEmpty()) {
            List<String> names = replaced.stream().limit(NAMES_SHOWN).map(Path::toString).toList();
            LOG.warn("set aside in {}: {}{}", volume.root().resolve(setAside), String.join(", ", names),
                    replaced.size() > names.size() ? " and " + (replaced.size() - names.size()) + " more" : "");
        }
    }

    @Override
    public void close() {
        reserved.close();
        root.close();
    }
}
