package gitdav.volume;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.RawParseUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/// Writes the files of a commit into a folder: a [Snapshot] the other way round. Every file and folder is flushed, so
/// that what is reported as restored survives a power cut.
public final class Checkout {

    private static final Logger LOG = LoggerFactory.getLogger(Checkout.class);

    private final ObjectReader reader;
    private int files;
    private long bytes;

    private Checkout(ObjectReader reader) {
        this.reader = reader;
    }

    /// What was written.
    public record Result(int files, long bytes) {}

    /// Writes the commit's files into the folder, which must be there and empty.
    ///
    /// @throws IOException if an object is missing or broken, or a file cannot be written; the folder is then to be
    ///     cleared
    public static Result write(GitStore store, ObjectId commit, Path folder) throws IOException {
        try (var walk = new RevWalk(store.repository())) {
            var checkout = new Checkout(walk.getObjectReader());
            checkout.folder(walk.parseCommit(commit).getTree(), folder);
            return new Result(checkout.files, checkout.bytes);
        }
    }

    private void folder(ObjectId tree, Path folder) throws IOException {
        for (TreeEntries.Entry entry : TreeEntries.of(reader, tree)) {
            Path path = entry.name().in(folder);
            switch (entry.mode().getObjectType()) {
                case Constants.OBJ_TREE -> {
                    Files.createDirectory(path);
                    folder(entry.id(), path);
                }
                case Constants.OBJ_BLOB -> fileOrLink(entry, path);
                default -> LOG.warn("{} is a git submodule, which this backup does not hold: skipped", path);
            }
        }
        DurableFiles.flush(folder);
    }

    private void fileOrLink(TreeEntries.Entry entry, Path path) throws IOException {
        files++;
        if (entry.mode().equals(FileMode.SYMLINK)) {
            link(path, RawParseUtils.decode(reader.open(entry.id()).getBytes()));
            return;
        }
        // CREATE_NEW: a tree that holds one name twice must not write through the first as a link.
        try (var channel = FileChannel.open(path,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
                OutputStream out = Channels.newOutputStream(channel)) {
            if (entry.mode().equals(FileMode.EXECUTABLE_FILE)) {
                makeExecutable(path);
            }
            var content = reader.open(entry.id(), Constants.OBJ_BLOB);
            content.copyTo(out);
            channel.force(true);
            bytes += content.getSize();
        }
    }

    /// For everybody who may read it, as git itself does.
    private static void makeExecutable(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        if (permissions.contains(PosixFilePermission.GROUP_READ)) {
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(path, permissions);
    }

    /// Whoever wrote the commit may have put anything there; one link that cannot be is no reason to restore nothing.
    private static void link(Path path, String target) throws IOException {
        try {
            Files.createSymbolicLink(path, Path.of(target));
        } catch (InvalidPathException | NoSuchFileException e) {
            LOG.warn("{} is a link to '{}', which is no path: skipped", path, target);
        }
    }
}
