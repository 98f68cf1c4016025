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
        try (Place place = share.tree().place(entry.path())) {
            Optional<Staged> copy = hasSecondName(place)
                    ? Optional.of(share.staging().duplicate(place.folder(), place.name(), time.get()))
                    : Optional.empty();
            return new DatedFile(entry, time, copy);
        }
    }

    /// @throws DavException if the file is another one by now
    void requireUnchanged(Place place) throws IOException {
        boolean same = copy.isPresent()
                ? place.present().filter(now -> seen.isSame(now.attributes())).isPresent()
                : !hasSecondName(place);
        if (!same) {
            throw new DavException(Status.SC_CONFLICT, "Somebody else changed the file at the same time; try again");
        }
    }

    /// Sets the time.
    void set(Place place, Durability durability) throws IOException {
        if (copy.isPresent()) {
            copy.get().exchangeWith(place.file());
        } else {
            set(place, time.orElseThrow());
            durability.flush(place.folder(), place.name());
        }
    }

    /// Sets the time that it had when the place was looked at, after a failure.
    void reset(Place place) {
        try {
            if (copy.isEmpty()) {
                Instant before = place.present().orElseThrow().lastModified();
                if (place.folder().attributes(place.name()).map(now -> now.lastModifiedTime().toInstant())
                        .filter(before::equals).isEmpty()) {
                    set(place, before);
                }
            } else if (place.folder().attributes(place.name()).filter(seen::isSame).isEmpty()) {
                copy.get().exchangeWith(place.file());
            }
        } catch (IOException failure) {
            LOG.error("{} keeps a time that was refused: {}", seen.path(), Failure.reason(failure));
        }
    }

    private static void set(Place place, Instant time) throws IOException {
        long nanoseconds = FileTime.from(time).to(TimeUnit.NANOSECONDS);
        place.folder().naming(place.name(), () -> {
            ModificationTime.set(place.folder().path(place.name()), nanoseconds);
            return place;
        });
    }

    static boolean hasSecondName(Place place) throws IOException {
        return !place.isFolder()
                && (int) Files.getAttribute(place.file(), "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
    }

    @Override
    public void close() {
        copy.ifPresent(Staged::close);
    }
}
