package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Quota;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.http.ByteRange;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.UnixTime;
import gitdav.webdav.share.Share;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// The content that a PUT sends, whole or for a part of the file
/// ([RFC 9110, section 14.5](https://www.rfc-editor.org/rfc/rfc9110#section-14.5)), and what it says about the file.
///
/// @param present the file that is to be replaced
/// @param part where the content belongs in it; nothing if it is the whole
/// @param lastModified when the client's file was changed; nothing means now
record Upload(DavRequest request, Optional<Entry> present, Optional<ByteRange> part, Optional<Instant> lastModified) {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\*|\\d{1,18})");
    /// As ownCloud's clients and rclone send it. One that cannot be used is no reason to refuse the content.
    private static final String MTIME = "X-OC-Mtime";

    /// @throws DavException if a header is wrong, or the part would leave a gap
    static Upload of(DavRequest request, Optional<Entry> present) {
        Optional<ByteRange> part = Optional.ofNullable(request.getContentRangeHeader())
                .map(header -> part(header, request, present.map(Entry::size).orElse(0L)));
        return new Upload(request, present, part, request.header(MTIME).flatMap(UnixTime::parse));
    }

    /// Stores the file as it will be, out of sight.
    ///
    /// @throws DavException with 507 if there is no room for it, with 400 if the body breaks off
    Staged receive(Share share, Quota.Reservation reservation) throws IOException {
        if (announced() > PutHandler.SMALL) {
            reservation.announce(announced());
        }
        return share.staging().receive((file, staged) -> {
            SpaceReservation room = reservation;
            if (part.isPresent()) {
                reservation.take(Math.max(part.get().last() + 1, replaced()));
                copyPresent(share, file);
                file.position(part.get().first());
                room = new PartRoom(part.get().length());
            }
            long length = request.getInputStream().writeTo(file, room);
            if (part.filter(range -> range.length() != length).isPresent()) {
                throw wrongLength(Long.toString(length), part.get().length());
            }
            if (present.filter(Entry::isExecutable).isPresent()) {
                staged.takePermissions(present.get());
            }
            if (lastModified.isPresent()) {
                staged.setLastModified(lastModified.get());
            }
        });
    }

    /// How many bytes will be written, as far as the client has said.
    private long announced() {
        return part.map(range -> Math.max(range.last() + 1, replaced())).orElse(request.contentLength().orElse(0));
    }

    /// How many bytes go when the new file is in its place.
    long replaced() {
        return present.map(Entry::size).orElse(0L);
    }

    /// A part fits only the file that it was put into.
    void requireUnchanged(Optional<Entry> now) {
        boolean same = present.isPresent() == now.isPresent()
                && present.filter(entry -> !entry.isSame(now.orElseThrow().attributes())).isEmpty();
        if (part.isPresent() && !same) {
            throw new DavException(Status.SC_CONFLICT, "Another client changed the file at the same time; try again");
        }
    }

    void answer(DavResponse response) {
        if (lastModified.isPresent()) {
            response.setNonStandardHeader(MTIME, "accepted");
        }
    }

    private void copyPresent(Share share, FileChannel to) throws IOException {
        if (present.isPresent()) {
            try (var open = share.tree().open(request.path())) {
                FileChannel from = open.content();
                for (long done = 0; done < from.size();) {
                    done += from.transferTo(done, from.size() - done, to);
                }
            }
        }
    }

    /// Nothing is written beyond the file's end but right behind it: a gap could be of any length.
    private static ByteRange part(String header, DavRequest request, long size) {
        var range = CONTENT_RANGE.matcher(header);
        if (!range.matches()) {
            throw new DavException(Status.SC_BAD_REQUEST,
                    "The Content-Range header must look like 'bytes 0-99/200', and is '" + header + "'");
        }
        var part = new ByteRange(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        long newSize = Math.max(size, part.last() + 1);
        boolean fits = part.first() <= size && part.length() == request.contentLength().orElse(part.length());
        if (!fits || !(range.group(3).equals("*") || Long.parseLong(range.group(3)) == newSize)) {
            throw new DavException(Status.SC_BAD_REQUEST, "The part '" + header + "' does not fit the file of " + size
                    + " bytes, or the body");
        }
        return part;
    }

    private static DavException wrongLength(String length, long said) {
        return new DavException(Status.SC_BAD_REQUEST,
                "The body has " + length + " bytes, and Content-Range says " + said);
    }

    /// The room that is left in a part, while it is written.
    private static final class PartRoom implements SpaceReservation {

        private final long length;
        private long left;

        PartRoom(long length) {
            this.length = length;
            left = length;
        }

        @Override
        public void take(long bytes) {
            left -= bytes;
            if (left < 0) {
                throw wrongLength("more", length);
            }
        }
    }
}
