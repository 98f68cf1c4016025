package gitdav.backup;

import gitdav.remote.RemoteException;
import gitdav.volume.snapshot.Skipped;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a backup ended. Its line is for people.
sealed interface Outcome {

    /// When it ended.
    Instant at();

    /// How long it took.
    Duration took();

    String line();

    /// What the volume holds and the backup does not, a line each; empty if the run did not get as far as to know.
    Optional<List<String>> skipped();

    /// The remote has everything.
    ///
    /// @param commit the newest one, now in the remote
    /// @param done what was done; empty if there was nothing to do
    /// @param files how many files the backup holds
    /// @param bytes how many bytes they have
    /// @param left what could not be backed up, a line each
    record Complete(Instant at, Duration took, String commit, String done, int files, long bytes,
            List<String> left) implements Outcome {

        @Override
        public Optional<List<String>> skipped() {
            return Optional.of(left);
        }

        boolean didNothing() {
            return done.isEmpty();
        }

        @Override
        public String line() {
            String problems = Skipped.inShort(left, "skipped");
            if (didNothing()) {
                return problems.isEmpty()
                        ? "nothing to do: commit %s has everything".formatted(commit)
                        : "nothing to do: commit %s has everything else; %s".formatted(commit, problems);
            }
            return "backed up: commit %s, %s, %d files, %d bytes, %d ms%s".formatted(commit, done, files, bytes,
                    took.toMillis(), problems.isEmpty() ? "" : "; " + problems);
        }
    }

    /// Something is not in the remote.
    ///
    /// @param cause in a word, as the metrics have it
    /// @param reason what went wrong and what to change
    record Failed(Instant at, Duration took, String cause, String reason, Optional<List<String>> skipped)
            implements
                Outcome {

        /// The volume is not mounted, not complete, or not ours.
        static final String VOLUME = "volume";
        /// The git store or the volume cannot be read or written.
        static final String DISK = "disk";
        static final String BUG = "bug";

        /// All there are, with those of the remote.
        static final List<String> CAUSES = Stream.concat(Stream.of(VOLUME, DISK, BUG),
                Arrays.stream(RemoteException.Kind.values()).map(RemoteException.Kind::toString)).toList();

        @Override
        public String line() {
            return "backup failed: " + reason;
        }
    }
}
