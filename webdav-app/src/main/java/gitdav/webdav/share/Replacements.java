package gitdav.webdav.share;

import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/// Replaces one thing in the share by another.
///
/// A file takes a file's place by one rename. Where a folder is involved there must be two, and a process may be killed
/// between them; so what is replaced waits in `.gitdav/replaced`, beside a note of where it belongs, until the new one
/// is in its place.
final class Replacements {

    private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);
    private static final String CONTENT = "content";
    private static final String BELONGS_AT = "belongs-at";

    private final Path folder;
    private final Staging staging;
    private final Durability durability;

    /// @param folder on the same disk as the share
    Replacements(Path folder, Staging staging, Durability durability) {
        this.folder = folder;
        this.staging = staging;
        this.durability = durability;
    }

    /// Puts a staged file in a place where nothing or a file is.
    ///
    /// @throws FileSystemException if there is a folder by now
    void put(Staged file, Place to) throws IOException {
        if (!to.isTaken()) {
            file.moveTo(to.file());
            return;
        }
        try {
            file.exchangeWith(to.file());
        } catch (NoSuchFileException goneMeanwhile) {
            file.moveTo(to.file());
            return;
        }
        if (Files.isDirectory(file.path(), LinkOption.NOFOLLOW_LINKS)) {
            file.exchangeWith(to.file());
            throw new FileSystemException(to.file().toString(), null, "has become a folder meanwhile");
        }
    }

    /// Moves something to a place; if that fails, what was there is there again.
    ///
    /// @return what was there, if it has not vanished already
    Optional<Staged> move(Path from, Place to) throws IOException {
        boolean oneRenameWillDo = !to.isTaken()
                || !(to.isFolder() || Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS));
        if (oneRenameWillDo) {
            rename(from, to.file());
            if (to.isTaken()) {
                // A file is not renamed to another name of itself (rename(2)), nor need be.
                Files.deleteIfExists(from);
            }
            return Optional.empty();
        }
        Path replaced = Files.createDirectory(folder.resolve(UUID.randomUUID().toString()));
        Path note = Files.writeString(replaced.resolve(BELONGS_AT), to.path().encoded());
        durability.flush(note);
        durability.flush(replaced);
        durability.flush(folder);
        Path content = replaced.resolve(CONTENT);
        rename(to.file(), content);
        try {
            rename(from, to.file());
        } catch (IOException failure) {
            rename(content, to.file());
            staging.remove(replaced).close();
            throw failure;
        }
        return Optional.of(staging.remove(replaced));
    }

    /// Puts back what a killed process had taken away and not yet replaced.
    void recover(ShareTree tree) throws IOException {
        try (DirectoryStream<Path> interrupted = Files.newDirectoryStream(folder)) {
            for (Path replaced : interrupted) {
                try {
                    recover(replaced, tree);
                } catch (DavException | IOException noPlace) {
                    LOG.warn("{} is kept, since it cannot go back: {}", replaced, noPlace.getMessage());
                }
            }
        }
    }

    private void recover(Path replaced, ShareTree tree) throws IOException {
        Path content = replaced.resolve(CONTENT);
        if (Files.exists(content, LinkOption.NOFOLLOW_LINKS)) {
            putBack(content, tree.place(SharePath.parse(Files.readString(replaced.resolve(BELONGS_AT)))));
        }
        staging.remove(replaced).close();
    }

    private void putBack(Path content, Place place) throws IOException {
        if (!place.isTaken()) {
            rename(content, place.file());
            durability.flush(place.folder());
            LOG.warn("{} is back in its place: replacing it had been interrupted", place.path());
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
