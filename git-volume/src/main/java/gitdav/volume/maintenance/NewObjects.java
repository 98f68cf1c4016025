package gitdav.volume.maintenance;

import gitdav.files.DurableFiles;
import gitdav.files.FileStat;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/// The objects that are in files which are new since the store was last found whole; the file system says which files
/// those are.
final class NewObjects {

    /// Written again whenever the store has been found whole: its time is that of the check.
    private static final String STAMP = "gitdav-checked";

    private final GitStore store;
    private final Set<ObjectId> loose = new HashSet<>();
    private final Set<String> packs = new HashSet<>();
    private boolean isEmpty = true;

    private NewObjects(GitStore store) {
        this.store = store;
    }

    /// Looks for them.
    static NewObjects of(GitStore store) throws IOException {
        var found = new NewObjects(store);
        found.find();
        return found;
    }

    /// From now on, every object in the store counts as old.
    static void forget(GitStore store) throws IOException {
        DurableFiles.write(store.folder().resolve(STAMP), "");
    }

    /// Whether no file is new, nor any folder changed.
    boolean isEmpty() {
        return isEmpty;
    }

    /// Whether the object is one of them.
    boolean contains(ObjectId id) throws IOException {
        if (loose.contains(id)) {
            return true;
        }
        for (Pack pack : ((ObjectDirectory) store.repository().getObjectDatabase()).getPacks()) {
            if (packs.contains(pack.getPackName()) && pack.hasObject(id)) {
                return true;
            }
        }
        return false;
    }

    private void find() throws IOException {
        Path stamp = store.folder().resolve(STAMP);
        long lastCheck = Files.exists(stamp) ? FileStat.of(stamp).changed() : FileStat.NO_TIME;
        Path objects = store.folder().resolve("objects");
        try (Stream<Path> everything = Files.walk(objects)) {
            for (Path path : (Iterable<Path>) everything::iterator) {
                FileStat stat = FileStat.of(path);
                if (stat.changed() >= lastCheck) {
                    isEmpty = false;
                    if (stat.isFile()) {
                        add(objects.relativize(path));
                    }
                }
            }
        }
    }

    private void add(Path file) {
        String name = file.toString().replace("/", "");
        if (ObjectId.isId(name)) {
            loose.add(ObjectId.fromString(name));
        }
        String packFile = file.getFileName().toString();
        if (packFile.startsWith("pack-") && packFile.contains(".")) {
            packs.add(packFile.substring("pack-".length(), packFile.indexOf('.')));
        }
    }
}
