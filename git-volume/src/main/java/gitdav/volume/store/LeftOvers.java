package gitdav.volume.store;

import gitdav.files.FileTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.regex.Pattern;

/// What a killed process leaves in a git directory: locks on branches and on the configuration, which JGit would respect
/// for ever, objects and packs that were being written, the index of a pack that was being deleted, and what was only for a
/// while.
public final class LeftOvers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);
    /// The folder of what is only for a while, see [GitStore#scratch()].
    static final String SCRATCH = "scratch";

    /// What the name of a pack begins with that is being written: `git prune` knows that, too.
    private static final String UNFINISHED_PACK = "tmp_pack_";

    /// The same for a folder of packs that are not to be seen yet.
    private static final String QUARANTINE = "tmp_objdir-incoming-";

    private static final Pattern NAMES = Pattern
            .compile(
                    ".*\\.lock|noz.*\\.tmp|" + UNFINISHED_PACK + ".*|(insert|incoming|outgoing)_.*|gc_.*_tmp|gc\\.pid");

    private LeftOvers() {}

    /// A place for a pack that is to be written. A killed process leaves it to [#sweep].
    ///
    /// @param objects the store's folder `objects`
    static Path unfinishedPack(Path objects) {
        return objects.resolve(UNFINISHED_PACK + UUID.randomUUID());
    }

    /// A folder for packs that are verified before others may see them, as git's own
    /// [quarantine](https://git-scm.com/docs/git-receive-pack#_quarantine_environment). A killed process leaves it
    /// to [#sweep] or, in a repository that is not ours, to git.
    ///
    /// @param objects the repository's folder `objects`
    public static Path quarantine(Path objects) {
        return objects.resolve(QUARANTINE + UUID.randomUUID());
    }

    /// Of a pack that is deleted, the index goes last. A pack without an index is left for people: it may be the index that
    /// was damaged.
    private static boolean isIndexOfNothing(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".idx") && file.getParent().endsWith("objects/pack")
                && Files.notExists(file.resolveSibling(name.replaceFirst("idx$", "pack")));
    }

    /// Deletes them. Only under the [StoreLock]: without it, they may belong to a process at work.
    static void sweep(Path store) throws IOException {
        FileTree.delete(store.resolve(SCRATCH));
        Files.walkFileTree(store, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.getFileName().toString().startsWith(QUARANTINE)) {
                    FileTree.delete(folder);
                    LOG.info("deleted {}, left behind by a process that was killed", folder);
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return folder.equals(store.resolve(GitStore.SET_ASIDE))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if ((NAMES.matcher(name).matches() && !name.equals(StoreLock.FILE)) || isIndexOfNothing(file)) {
                    Files.delete(file);
                    LOG.info("deleted {}, left behind by a process that was killed", file);
                }
                return FileVisitResult.CONTINUE;
            }

            // What cannot be looked into, such as a disk's lost+found, was not written by us.
            @Override
            public FileVisitResult visitFileFailed(Path unreadable, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
