package gitdav.webdav.disk;

import gitdav.contract.VolumeLayout;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.memory.MemoryShare;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// How many bytes the share holds and how many more it takes
/// ([RFC 4331](https://www.rfc-editor.org/rfc/rfc4331)): what is set, and what the disk has left.
///
/// The users' files, properties and locks are added up when the sum is asked for and something may have changed, but never
/// so often that it costs more than a twentieth of one processor's time. In between, what is uploaded is added.
///
/// Safe for use by many threads.
public final class Quota {

    private static final int REST = 20;
    private static final Path OWN_FOLDER = Path.of(VolumeLayout.RESERVED);
    private static final Set<String> KEPT_FOR_USERS = Set.of(VolumeLayout.PROPERTIES, VolumeLayout.LOCKS);

    private final Volume volume;
    private final FileStore disk;
    private final OptionalLong limit;
    private final Set<SharePath> beingReplaced = new HashSet<>();
    private long measured;
    private long inProgress;
    private long measuredAt;
    private long measuringTook;
    private boolean isMeasuring;
    private long measurements;
    private long storedMeanwhile;

    /// Adds up what there is, if it is limited.
    ///
    /// @param limit in bytes; nothing means that only the disk sets one
    public Quota(Volume volume, OptionalLong limit) throws IOException {
        this.volume = volume;
        this.limit = limit;
        disk = Files.getFileStore(volume.path());
        if (limit.isPresent()) {
            measure();
        }
    }

    /// In bytes: by the users' files if there is a limit, else by everything on the disk.
    public long used() throws IOException {
        return limit.isEmpty() ? disk.getTotalSpace() - disk.getUnallocatedSpace() : measuredNow();
    }

    /// In bytes.
    public long available() throws IOException {
        long left = limit.isEmpty() ? Long.MAX_VALUE : Math.max(0, limit.getAsLong() - measuredNow());
        return Math.min(left, disk.getUsableSpace());
    }

    /// For something that is about to be stored.
    ///
    /// @param path where
    /// @param replaced how many bytes will go when it is stored. Of several at once, only one can count on them
    public synchronized Reservation allow(SharePath path, long replaced) {
        return new Reservation(path, replaced > 0 && beingReplaced.add(path) ? replaced : 0);
    }

    /// How often the files have been added up.
    public synchronized long measurements() {
        return measurements;
    }

    /// What a user has deleted or replaced.
    ///
    /// @param since [#measurements()] before that: what was added up meanwhile may be without it already
    public synchronized void freed(long bytes, long since) {
        measured -= since == measurements && !isMeasuring ? bytes : 0;
    }

    private long measuredNow() throws IOException {
        if (beginsMeasuring()) {
            measure();
        }
        synchronized (this) {
            return measured;
        }
    }

    /// Whether the last sum is old enough, and no other thread is making a new one.
    private synchronized boolean beginsMeasuring() {
        boolean begins = !isMeasuring && System.nanoTime() - measuredAt > REST * measuringTook;
        isMeasuring = isMeasuring || begins;
        return begins;
    }

    /// Without holding others up.
    private void measure() throws IOException {
        long start = System.nanoTime();
        long[] sum = new long[1];
        try {
            // Only one such walk at a time: however deep it goes, there is memory for it.
            TreeWalk.of(volume.root(), new MemoryAccount(new MemoryShare(Long.MAX_VALUE)), (_, path, attributes) -> {
                sum[0] += attributes.isRegularFile() && counts(path) ? attributes.size() : 0;
                return counts(path);
            });
        } finally {
            synchronized (this) {
                // What came meanwhile was seen or not; better counted twice than not at all.
                measured = sum[0] + storedMeanwhile;
                storedMeanwhile = 0;
                measurements++;
                measuredAt = System.nanoTime();
                measuringTook = measuredAt - start;
                isMeasuring = false;
            }
        }
    }

    /// The users' files, and what they have us keep beside them.
    private static boolean counts(Path path) {
        return !path.startsWith(OWN_FOLDER) || path.equals(OWN_FOLDER)
                || KEPT_FOR_USERS.contains(path.getName(1).toString());
    }

    private void take(long bytes, long replaced) throws IOException {
        if (!tryTake(bytes, replaced)) {
            measuredNow();
            if (!tryTake(bytes, replaced)) {
                throw exceeded();
            }
        }
    }

    private DavException exceeded() {
        return DavException.violating("quota-not-exceeded", Status.SC_INSUFFICIENT_STORAGE,
                "The share may hold " + limit.orElseThrow() + " bytes, and would hold more");
    }

    private synchronized boolean tryTake(long bytes, long replaced) {
        boolean fits = fits(bytes, replaced);
        inProgress += fits ? bytes : 0;
        return fits;
    }

    private synchronized boolean fits(long bytes, long replaced) {
        return bytes <= limit.getAsLong() - measured - inProgress + replaced;
    }

    private void requireRoom(long bytes, long replaced) throws IOException {
        if (limit.isPresent() && !fits(bytes, replaced)) {
            measuredNow();
            if (!fits(bytes, replaced)) {
                throw exceeded();
            }
        }
        // Some file systems do not say how large they are.
        if (bytes > disk.getUsableSpace() && disk.getTotalSpace() > 0) {
            throw new DavException(Status.SC_INSUFFICIENT_STORAGE, "The disk has no room for " + bytes + " bytes");
        }
    }

    private synchronized void give(Reservation reservation) {
        inProgress -= reservation.taken;
        if (reservation.isStored) {
            measured += reservation.taken;
            storedMeanwhile += isMeasuring ? reservation.taken : 0;
        }
        if (reservation.replaced > 0) {
            beingReplaced.remove(reservation.path);
        }
    }

    /// The room for one thing that is being stored.
    public final class Reservation implements SpaceReservation, AutoCloseable {

        private final SharePath path;
        private final long replaced;
        private long taken;
        private boolean isStored;

        private Reservation(SharePath path, long replaced) {
            this.path = path;
            this.replaced = replaced;
        }

        @Override
        public void take(long bytes) throws IOException {
            if (limit.isPresent()) {
                Quota.this.take(bytes, replaced);
                taken += bytes;
            }
        }

        /// To be asked before a client sends what would be refused while it is written. What is replaced is on the disk until
        /// then.
        ///
        /// @throws gitdav.webdav.protocol.DavException with 507 if there is no room for so many bytes
        public void announce(long bytes) throws IOException {
            Quota.this.requireRoom(bytes, replaced);
        }

        /// To be asked when it is certain what goes: the file can be another one by now.
        ///
        /// @throws gitdav.webdav.protocol.DavException with 507 if less goes than was counted on, and that is too little
        public void requireRoom(long nowReplaced) {
            if (limit.isPresent() && nowReplaced < replaced && !fits(0, nowReplaced)) {
                throw exceeded();
            }
        }

        /// Keeps the room, once the thing is in its place.
        public void stored() {
            isStored = true;
        }

        @Override
        public void close() {
            if (limit.isPresent()) {
                give(this);
            }
        }
    }
}
