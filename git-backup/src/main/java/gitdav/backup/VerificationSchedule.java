package gitdav.backup;

import gitdav.program.Failure;
import gitdav.program.Termination;
import gitdav.volume.store.GitStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;

/// Verifies the remote at the times of `VERIFY_BACKUP`, in a thread of its own: no backup waits for it.
final class VerificationSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(VerificationSchedule.class);

    private final RemoteVerification verification;
    private final GitStore store;
    private final Status status;
    private final Timetable timetable;

    private VerificationSchedule(RemoteVerification verification, GitStore store, Status status, Timetable timetable) {
        this.verification = verification;
        this.store = store;
        this.status = status;
        this.timetable = timetable;
    }

    /// Begins. SIGTERM ends it.
    static void start(Schedule schedule, RemoteVerification verification, GitStore store, Status status,
            Termination sigterm) throws IOException {
        var timetable = new Timetable(schedule, LastSuccess.VERIFICATION.read(store));
        var verifications = new VerificationSchedule(verification, store, status, timetable);
        sigterm.whenRequested(verification::giveUp);
        Thread.ofPlatform().name("verification").daemon().start(() -> verifications.runUntil(sigterm));
    }

    private void runUntil(Termination sigterm) {
        try {
            while (!sigterm.requestedWithin(timetable.step())) {
                if (timetable.isDue()) {
                    run();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean answered = false;
        try {
            RemoteVerification.Result result = verification.run();
            answered = true;
            status.verified(result);
            if (result.ok()) {
                LastSuccess.VERIFICATION.write(store, result.at());
                LOG.info("{}", result.line());
            } else {
                LOG.error("{}", result.line());
            }
        } catch (IOException e) {
            String line = "the remote could not be verified: " + Failure.describe(e);
            status.verified(new RemoteVerification.Result(Instant.now(), false, line));
            LOG.error("{}", line);
        }
        timetable.done(answered);
    }
}
