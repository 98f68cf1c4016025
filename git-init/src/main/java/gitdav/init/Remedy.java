package gitdav.init;

import gitdav.volume.Marker;

import java.io.IOException;

/// What is done about a [Verdict]. May be killed at any moment: the next inspection finds the same state, or a better one.
interface Remedy {

    /// Does it.
    ///
    /// @throws IOException if it cannot be done; nothing is lost then
    void apply(InitContext context) throws IOException;

    /// The one remedy of a verdict.
    static Remedy of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Empty empty -> new Restore(empty.newest());
            case Verdict.RestoreDue due ->
                new RestoreVersion(due.isEmpty(), due.newest(), due.version(), due.wanted());
            case Verdict.NothingToRestore _ -> Remedy::declareComplete;
            case Verdict.Interrupted interrupted -> new Finish(interrupted.note());
            case Verdict.StoreLost _ -> new RefillStore();
            case Verdict.StoreDamaged _ -> new ReplaceStore();
            case Verdict.FilesDamaged damaged -> new BringBack(damaged.damages(), damaged.head());
            case Verdict.MarkerLost lost -> context -> {
                context.store().bind(lost.volumeId());
                context.volume().mark(new Marker(lost.volumeId(), Marker.CURRENT_LAYOUT));
            };
            case Verdict.Foreign foreign -> new Adopt(foreign.newest());
            case Verdict.OldLayout old -> new Migrate(old.marker());
            case Verdict.Behind behind -> new FastForward(behind.here(), behind.theirs());
            case Verdict.Incomplete incomplete -> new TryAgain(incomplete.here());
            case Verdict.Diverged diverged -> new Merge(diverged.theirs());
            case Verdict.Settled _ -> _ -> {};
            case Verdict.Unusable _ -> context -> {
                throw new IOException(
                        context.volume().root() + " cannot be used, and nothing in it was touched: " + verdict.line());
            };
        };
    }

    /// Marks the volume as one that the application may use and whose state may be backed up.
    static void declareComplete(InitContext context) throws IOException {
        Marker marker = context.volume().marker().orElseGet(Marker::fresh);
        context.store().bind(marker.volumeId());
        context.volume().mark(marker);
    }
}
