package gitdav.webdav.share;

import gitdav.files.ModificationTime;
import gitdav.program.Failure;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.protocol.DavException;
import io.milton.http.Response.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A file or folder that is to get another time. If it is a file with a second name, that needs a copy,
/// made before others have to wait. The share's own root never gets one: it is the cluster's.
///
/// @param seen as it was when the copy was made
/// @param time nothing means that it stays
/// @param copy nothing means that the time can be set on the file itself
public record DatedFile(Entry seen, Optional<Instant> time, Optional<Staged> copy) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatedFile.class);

    /// Prepares the change.
    ///
    /// @param time nothing means that it stays
    public static DatedFile of(Entry entry, Optional<Instant> time, Share share) throws IOException {
        if (time.isEmpty() || entry.path().isRoot()) {
            return new DatedFile(entry, Optional.empty(), Optional.empty());
        }
        try (Target target = share.tree().target(entry.path())) {
            Optional<Staged> copy = hasSecondName(target)
                    ? Optional.of(share.staging().duplicate(target.folder(), target.name(), time.get()))
                    : Optional.empty();
            return new DatedFile(entry, time, copy);
        }
    }

    /// @throws DavException if the file is another one by now
    void requireUnchanged(Target target) throws IOException {
        boolean same = copy.isPresent()
                ? target.present().filter(now -> seen.isSame(now.attributes())).isPresent()
                : !hasSecondName(target);
        if (!same) {
            throw new DavException(Status.SC_CONFLICT, "Another client changed the file at the same time; try again");
        }
    }

    /// Sets the time.
    void set(Target target, Durability durability) throws IOException {
        if (copy.isPresent()) {
            copy.get().exchangeWith(target.file());
        } else {
            set(target, time.orElseThrow());
            durability.flush(target.folder(), target.name());
        }
    }

    /// Sets the time that it had when the place was looked at, after a failure.
    void reset(Target target) {
        try {
            if (copy.isEmpty()) {
                Instant before = target.present().orElseThrow().lastModified();
                if (target.folder().attributes(target.name()).map(now -> now.lastModifiedTime().toInstant())
                        .filter(before::equals).isEmpty()) {
                    set(target, before);
                }
            } else if (target.folder().attributes(target.name()).filter(seen::isSame).isEmpty()) {
                copy.get().exchangeWith(target.file());
            }
        } catch (IOException failure) {
            LOG.error("{} keeps a time that was refused: {}", seen.path(), Failure.reason(failure));
        }
    }

    private static void set(Target target, Instant time) throws IOException {
        long nanoseconds = FileTime.from(time).to(TimeUnit.NANOSECONDS);
        target.folder().naming(target.name(), () -> {
            ModificationTime.set(target.folder().path(target.name()), nanoseconds);
            return target;
        });
    }

    static boolean hasSecondName(Target target) throws IOException {
        return !target.isFolder() && target.folder().naming(target.name(),
                () -> (int) Files.getAttribute(target.file(), "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1);
    }

    @Override
    public void close() {
        copy.ifPresent(Staged::close);
    }
}
