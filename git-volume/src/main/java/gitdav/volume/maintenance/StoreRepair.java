package gitdav.volume.maintenance;

import gitdav.files.DurableFiles;
import gitdav.files.FileTree;
import gitdav.volume.snapshot.FileIndex;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.RestoredAt;
import gitdav.volume.store.StoreLock;
import gitdav.volume.store.VolumeBinding;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Makes a new git store in the place of one that is damaged, which is set aside and not deleted. Commits that were never
/// pushed are taken over if they can still be read.
///
/// A note in the store says that this has begun; it may be killed at any moment and begun again.
public final class StoreRepair {

    static final String NOTE = "gitdav-repair";

    private static final Logger LOG = LoggerFactory.getLogger(StoreRepair.class);

    /// What is not part of the repository, or is needed for making it again.
    private static final Set<String> STAYS = Set.of(StoreLock.FILE, NOTE, GitStore.SET_ASIDE, "known_hosts",
            "lost+found");

    private final Path folder;
    private final Path old;

    private StoreRepair(Path folder, Path old) {
        this.folder = folder;
        this.old = old;
    }

    /// Begins a repair, or goes on with one: what is in the folder is set aside.
    ///
    /// @param folder the store, which must not be open
    public static StoreRepair begin(Path folder) throws IOException {
        Path note = folder.resolve(NOTE);
        if (Files.notExists(note)) {
            DurableFiles.write(note, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString().replace(':', '-'));
        }
        String name = Files.readString(note).replaceAll("[^-0-9A-Za-z.]", "");
        var repair = new StoreRepair(folder,
                folder.resolve(GitStore.SET_ASIDE).resolve(name.isEmpty() ? "unnamed" : name));
        repair.setAside();
        return repair;
    }

    private void setAside() throws IOException {
        if (Files.exists(old.resolve("objects"))) {
            // This is not the first attempt: what is in the folder now is only what that one has made.
            LOG.info("going on with the repair that was begun before");
        }
        Files.createDirectories(old);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(path -> !STAYS.contains(path.getFileName().toString())).toList()) {
                Path displaced = old.resolve(entry.getFileName());
                if (Files.exists(displaced)) {
                    FileTree.delete(entry);
                } else {
                    Files.move(entry, displaced, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        DurableFiles.flush(old);
        DurableFiles.flush(folder);
        LOG.warn("the damaged git store is set aside in {}", old);
    }

    /// Takes over the newest commit of the old store that is whole, with what is whole before it and the new store lacks.
    ///
    /// @return that commit, now the newest of the new store; empty if there is none
    public Optional<ObjectId> rescueCommits(GitStore fresh) throws IOException {
        if (Files.notExists(old.resolve("objects"))) {
            return Optional.empty();
        }
        try (var rescue = new Rescue(old, fresh)) {
            return rescue.run();
        }
    }

    /// Takes over what the old store knew of the volume, as far as it can still be read.
    public void rescueKnowledge(GitStore fresh) throws IOException {
        Optional<FileIndex> index = FileIndex.read(old);
        // Of a commit that is lost, it still tells the volume from every other.
        if (index.isPresent() && fresh.head().isPresent()) {
            index.get().write(folder);
        }
        Path restoredAt = old.resolve(RestoredAt.FILE);
        if (Files.exists(restoredAt)) {
            // As it is: it has a checksum of its own.
            DurableFiles.write(folder.resolve(RestoredAt.FILE), Files.readString(restoredAt));
        }
        Optional<UUID> volumeId = new VolumeBinding(old).readableVolumeId();
        if (volumeId.isPresent()) {
            fresh.bind(volumeId.get());
        }
    }

    /// Says that the new store is complete.
    public void finish() throws IOException {
        DurableFiles.delete(folder.resolve(NOTE));
    }
}
