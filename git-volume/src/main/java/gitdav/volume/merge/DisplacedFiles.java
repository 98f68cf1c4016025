package gitdav.volume.merge;

import gitdav.files.DurableFiles;
import gitdav.files.OpenFolder;
import gitdav.program.Failure;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.StoredFiles;
import gitdav.volume.store.GitStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.UUID;

/// Where a merge keeps what it takes out of the volume, until it is known that it may be deleted. What is there in the end
/// is set aside.
public final class DisplacedFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DisplacedFiles.class);

    private static final String PREFIX = "merge-";

    private final DataVolume volume;
    private final Path path;
    private OpenFolder folder;
    private int places;

    DisplacedFiles(DataVolume volume) {
        this.volume = volume;
        this.path = volume.relative(volume.setAside()).resolve(PREFIX + UUID.randomUUID());
    }

    /// A place that is free.
    FolderEntry place() throws IOException {
        if (folder == null) {
            folder = volume.make(path);
        }
        return new FolderEntry(folder, path.resolve(Integer.toString(++places)));
    }

    /// Removes the folder if nothing is in it.
    @Override
    public void close() throws IOException {
        if (folder == null) {
            return;
        }
        try (OpenFolder setAside = volume.open(path.getParent())) {
            Files.delete(setAside.path(path));
        } catch (DirectoryNotEmptyException e) {
            DurableFiles.flush(folder.path());
            LOG.warn("files that several changed at once are set aside in {}", folder.shown());
        } finally {
            folder.close();
            folder = null;
        }
    }

    /// Removes what merges that were killed have left, as far as the store has it. What it does not have may be all that is
    /// left of a user's file, and stays.
    public static void sweep(DataVolume volume, GitStore store) throws IOException {
        try (OpenFolder setAside = volume.open(volume.relative(volume.setAside()))) {
            for (Path name : setAside.names()) {
                if (name.toString().startsWith(PREFIX)) {
                    sweep(setAside, name, store);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            LOG.debug("nothing is set aside in {}", volume.root());
        }
    }

    /// What is there may be another user's, whatever has put it there.
    private static void sweep(OpenFolder setAside, Path merge, GitStore store) {
        try (OpenFolder left = setAside.folder(merge)) {
            for (Path name : left.names()) {
                delete(left, name, store);
            }
            setAside.naming(merge, () -> Files.deleteIfExists(setAside.path(merge)));
        } catch (DirectoryNotEmptyException | NotDirectoryException e) {
            LOG.debug("{} has what is in no backup", setAside.shown(merge));
        } catch (IOException e) {
            LOG.warn("{} stays there: {}", setAside.shown(merge), Failure.reason(e));
        }
    }

    private static void delete(OpenFolder left, Path name, GitStore store) {
        try {
            if (StoredFiles.has(store, left, name)) {
                left.naming(name, () -> Files.deleteIfExists(left.path(name)));
            }
        } catch (IOException e) {
            LOG.warn("{} stays there: {}", left.shown(name), Failure.reason(e));
        }
    }
}
