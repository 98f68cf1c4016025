package gitdav.volume.merge;

import gitdav.files.DurableFiles;
import gitdav.volume.DataVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Where a merge keeps what it takes out of the volume, until it is known that it may be deleted. What is there in the end
/// is set aside.
final class Refuge {

    private static final Logger LOG = LoggerFactory.getLogger(Refuge.class);

    private static final String PREFIX = "merge-";

    private final Path setAside;
    private final Path folder;
    private int places;

    Refuge(DataVolume volume) {
        setAside = volume.setAside();
        folder = setAside.resolve(PREFIX + UUID.randomUUID());
    }

    /// A place that is free.
    Path place() throws IOException {
        return Files.createDirectories(folder).resolve(Integer.toString(++places));
    }

    /// Removes the folder if nothing is in it, and those that killed merges have left.
    void close() throws IOException {
        if (Files.notExists(setAside)) {
            return;
        }
        try (DirectoryStream<Path> refuges = Files.newDirectoryStream(setAside, PREFIX + "*")) {
            for (Path refuge : refuges) {
                remove(refuge);
            }
        }
    }

    private void remove(Path refuge) throws IOException {
        try {
            Files.delete(refuge);
        } catch (DirectoryNotEmptyException e) {
            if (refuge.equals(folder)) {
                DurableFiles.flush(folder);
                LOG.warn("files that several changed at once are set aside in {}", folder);
            }
        }
    }
}
