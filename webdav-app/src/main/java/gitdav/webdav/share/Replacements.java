package gitdav.webdav.share;

import gitdav.files.OpenFolder;
import gitdav.program.Failure;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/// Replaces one thing in the share by another.
///
/// A file takes a file's place by one rename. Where a folder is involved there must be two, and a process may be killed
/// between them; so what is replaced waits in `.gitdav/replaced`, beside a note of where it belongs, until the new one
/// is in its place.
final class Replacements {

    private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);
    private static final Path CONTENT = Path.of("content");
    private static final Path BELONGS_AT = Path.of("belongs-at");
    /// Of the longest path that the disk takes, percent-encoded.
    private static final int MAX_NOTE = 3 * 4096;

    private final OpenFolder folder;
    private final Staging staging;
    private final Durability durability;

    /// @param folder on the same disk as the share, open for as long as this is used
    Replacements(OpenFolder folder, Staging staging, Durability durability) {
        this.folder = folder;
        this.staging = staging;
        this.durability = durability;
    }

    /// Puts a staged file in a place where nothing or a file is.
    ///
    /// @throws FileSystemException if there is a folder by now
    void put(Staged file, Target to) throws IOException {
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
            throw new FileSystemException(to.shown().toString(), null, "has become a folder meanwhile");
        }
    }

    /// Moves something to a place; if that fails, what was there is there again.
    ///
    /// @param from in a folder that is open
    /// @return what was there, if it has not vanished already
    Optional<Staged> move(Path from, Target to) throws IOException {
        boolean oneRenameWillDo = !to.isTaken()
                || !(to.isFolder() || Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS));
        if (oneRenameWillDo) {
            rename(to, from, to.file());
            if (to.isTaken() && Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                // A file is not renamed to another name of itself (rename(2)), nor need be.
                to.folder().naming(to.name(), () -> {
                    Files.delete(from);
                    return from;
                });
            }
            return Optional.empty();
        }
        Path name = Path.of(UUID.randomUUID().toString());
        folder.naming(name, () -> Files.createDirectory(folder.path(name)));
        try {
            setAside(to, name);
            rename(to, from, to.file());
        } catch (IOException | RuntimeException failure) {
            putBack(name, to);
            throw failure;
        }
        return clear(name);
    }

    /// What has been replaced is out of the way; a failure to clear it away is none of the request's.
    private Optional<Staged> clear(Path name) {
        try {
            return Optional.of(staging.remove(folder, name));
        } catch (IOException failure) {
            LOG.warn("{} is cleared away at the next start: {}", folder.shown(name), Failure.reason(failure));
            return Optional.empty();
        }
    }

    private void setAside(Target target, Path name) throws IOException {
        try (OpenFolder replaced = folder.folder(name)) {
            replaced.naming(BELONGS_AT, () -> Files.writeString(replaced.path(BELONGS_AT), target.path().encoded(),
                    StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            durability.flush(replaced, BELONGS_AT);
            durability.flush(replaced);
            durability.flush(folder);
            rename(target, target.file(), replaced.path(CONTENT));
        }
    }

    private void putBack(Path name, Target target) throws IOException {
        try (OpenFolder replaced = folder.folder(name)) {
            if (replaced.attributes(CONTENT).isPresent()) {
                rename(target, replaced.path(CONTENT), target.file());
            }
        }
        staging.remove(folder, name).close();
    }

    /// Puts back what a killed process had taken away and not yet replaced.
    void recover(ShareTree tree) throws IOException {
        for (Path replaced : folder.names()) {
            try {
                recover(replaced, tree);
            } catch (DavException | IOException noPlace) {
                LOG.warn("{} is kept, since it cannot go back: {}", folder.shown(replaced), noPlace.getMessage());
            }
        }
    }

    private void recover(Path name, ShareTree tree) throws IOException {
        try (OpenFolder replaced = folder.folder(name)) {
            if (replaced.attributes(CONTENT).isPresent()) {
                byte[] note = Volume.read(replaced, BELONGS_AT, MAX_NOTE);
                try (Target target = tree.target(SharePath.parse(new String(note, StandardCharsets.UTF_8)))) {
                    recover(replaced, target);
                }
            }
        }
        staging.remove(folder, name).close();
    }

    private void recover(OpenFolder replaced, Target target) throws IOException {
        if (!target.isTaken()) {
            rename(target, replaced.path(CONTENT), target.file());
            durability.flush(target.folder());
            LOG.warn("{} is back in its place: replacing it had been interrupted", target.path());
        }
    }

    /// @param target one of the two, which a failure names
    private static void rename(Target target, Path from, Path to) throws IOException {
        target.folder().naming(target.name(), () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }
}
