package gitdav.init;

import gitdav.program.SettingsException;
import gitdav.remote.OlderVersions;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.volume.history.Version;
import gitdav.volume.history.Versions;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.Reach;
import gitdav.volume.store.RestoredAt;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The version that RESTORE_AT asks for. It is restored once: which one that was, the git store remembers.
record WantedVersion(RestoreAt setting, RemoteOptions remotes) {

    private static final Logger LOG = LoggerFactory.getLogger(WantedVersion.class);

    /// How many commits a store gets at least when its history is too short.
    private static final int FIRST_STEP = 64;

    /// Whether it was not restored yet.
    ///
    /// @throws IOException if the store's note of that is damaged
    boolean isDue(InitContext context) throws IOException {
        return RestoredAt.in(context.storeFolder()).filter(done -> done.value().equals(setting.text())).isEmpty();
    }

    /// Whether these are the files of the version that was restored last, so that the history has them.
    ///
    /// @param tree the files' root tree
    static boolean isRestored(InitContext context, ObjectId tree) throws IOException {
        return RestoredAt.in(context.storeFolder()).filter(done -> done.tree().equals(tree)).isPresent();
    }

    /// Notes, before the first file is changed, that these files are an old version's.
    static void begin(InitContext context, ObjectId tree) throws IOException {
        new RestoredAt("", tree).write(context.storeFolder());
    }

    /// Notes that it was restored.
    void done(InitContext context, ObjectId tree) throws IOException {
        new RestoredAt(setting.text(), tree).write(context.storeFolder());
    }

    /// For a store that was lost, and with it what it remembered: users' files are not put at risk.
    void countAsDone(InitContext context) throws IOException {
        if (isDue(context)) {
            done(context, ObjectId.zeroId());
            LOG.warn(
                    "RESTORE_AT={} is not restored: the git store is new, and cannot know whether that was done before."
                            + " To have it restored, name that version in another way, by its time or its commit",
                    setting.text());
        }
    }

    /// Finds it, and fetches older versions from the remote until it is there.
    ///
    /// @param newest the newest commit of the branch, if there is any
    /// @throws SettingsException if there is no such version
    /// @throws IOException if older versions would have to be fetched, and cannot be
    Version find(InitContext context, Optional<ObjectId> newest) throws IOException, SettingsException {
        if (newest.isEmpty()) {
            throw new SettingsException("RESTORE_AT: '" + setting.text() + "' is not there: there is no backup yet");
        }
        GitStore store = context.store();
        Optional<Version> found = findIn(store, newest.get());
        while (found.isEmpty() && fetchOlder(store, newest.get())) {
            found = findIn(store, newest.get());
        }
        return found
                .orElseThrow(() -> new SettingsException("RESTORE_AT: there is no version '%s'; %s, and the remote has"
                        .formatted(setting.text(), reach(store, newest.get())) + " no older one"));
    }

    private boolean fetchOlder(GitStore store, ObjectId newest) throws IOException {
        try {
            int depth = Math.max(FIRST_STEP, 2 * Reach.of(store, newest).depth());
            return new OlderVersions(store, remotes).fetch(depth);
        } catch (RemoteException e) {
            throw new IOException(
                    "RESTORE_AT: '%s' is not in the git store: %s (GIT_DEPTH and HISTORY_DEPTH say how far)."
                            .formatted(setting.text(), reach(store, newest))
                            + " Nothing was restored, since older versions"
                            + " cannot be fetched: " + e.getMessage(),
                    e);
        }
    }

    private static String reach(GitStore store, ObjectId newest) {
        try {
            Version oldest = Versions.upTo(store, newest).list().getLast();
            return "history reaches back to %s, commit %s".formatted(oldest.name(),
                    oldest.commit().abbreviate(10).name());
        } catch (IOException e) {
            return "how far history reaches cannot be read";
        }
    }

    /// A name is of one version, also where another one is of the same second, or a clock went back.
    private Optional<Version> findIn(GitStore store, ObjectId newest) throws IOException, SettingsException {
        if (setting.commit().isPresent()) {
            return findCommit(store, newest, setting.commit().get());
        }
        long latest = setting.time().orElseThrow().getEpochSecond();
        Versions versions = Versions.upTo(store, newest);
        return versions.find(setting.text())
                .or(() -> versions.list().stream().filter(version -> version.seconds() <= latest).findFirst());
    }

    /// What others committed is looked through, too.
    private Optional<Version> findCommit(GitStore store, ObjectId newest, String digits)
            throws IOException, SettingsException {
        List<Version> found = new ArrayList<>();
        try (var walk = new RevWalk(store.repository())) {
            walk.setRetainBody(false);
            walk.markStart(walk.parseCommit(newest));
            for (RevCommit commit : walk) {
                if (commit.name().startsWith(digits)) {
                    found.add(new Version(commit.copy(), commit.getCommitTime(), true));
                }
            }
        }
        if (found.size() > 1) {
            throw new SettingsException("RESTORE_AT: '" + setting.text() + "' is not one commit, but " + found.size()
                    + "; give more digits");
        }
        return found.stream().findFirst();
    }
}
