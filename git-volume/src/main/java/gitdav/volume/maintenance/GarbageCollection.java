package gitdav.volume.maintenance;

import gitdav.volume.store.GitStore;
import gitdav.volume.store.IncrementalRepack;
import gitdav.volume.store.StoreLock;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Keeps a git store small, a little at a time: every backup adds a pack, and in time much of what is in the packs is only
/// needed by old versions that the remote has.
///
/// May be killed at any moment ([IncrementalRepack]). Only for who holds the [StoreLock].
public final class GarbageCollection {

    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollection.class);

    private GarbageCollection() {}

    /// Collects garbage if there are many files in the store.
    ///
    /// @param depth how many of the commits that the remote has are kept, [History#WHOLE] for all
    /// @throws IOException if the store cannot be read or written; nothing is lost
    public static void runIfWorthwhile(GitStore store, int depth) throws IOException {
        List<Path> loose = looseObjects(store);
        if (IncrementalRepack.isWorthwhile(store.repository(), loose.size())) {
            long before = store.size();
            long begin = System.nanoTime();
            Set<ObjectId> needed = new KeptHistory(store).keep(depth);
            new IncrementalRepack(store.repository(), needed::contains).run(loose);
            LOG.info("tidied up the git store: {} bytes instead of {}, {} ms", store.size(), before,
                    (System.nanoTime() - begin) / 1_000_000);
        }
    }

    private static List<Path> looseObjects(GitStore store) throws IOException {
        var loose = new ArrayList<Path>();
        for (int i = 0; i < 256; i++) {
            String folder = "%02x".formatted(i);
            File[] files = store.folder().resolve("objects", folder).toFile().listFiles();
            for (File file : files == null ? new File[0] : files) {
                if (ObjectId.isId(folder + file.getName())) {
                    loose.add(file.toPath());
                }
            }
        }
        return loose;
    }
}
