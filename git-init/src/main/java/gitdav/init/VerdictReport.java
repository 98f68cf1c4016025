package gitdav.init;

import gitdav.volume.Marker;
import gitdav.volume.snapshot.Damage;
import gitdav.volume.snapshot.Skipped;
import org.eclipse.jgit.lib.ObjectId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A [Verdict] as one line for people, and as JSON for programs.
record VerdictReport(Verdict verdict) {

    /// The verdict as one line for the log.
    String line() {
        return switch (verdict) {
            case Verdict.Intact intact -> intact.skipped().isEmpty()
                    ? "intact: nothing to do"
                    : "intact, but " + skippedInShort(intact.skipped());
            case Verdict.Ahead ahead -> "ahead: " + (ahead.changed()
                    ? "changed since the last backup"
                    : "the last backup has not reached the remote") + ", git-backup will push it"
                    + (ahead.skipped().isEmpty() ? "" : "; but " + skippedInShort(ahead.skipped()));
            case Verdict.Offline offline ->
                offline.otherwise().line() + "; starting without the remote: " + offline.reason();
            case Verdict.Empty empty -> "empty: to be restored from commit " + shortly(empty.newest());
            case Verdict.RestoreDue due -> (due.isEmpty() ? "empty: to be restored from" : "to be brought back to")
                    + " version " + due.version().name() + ", commit " + shortly(due.version().commit())
                    + " (RESTORE_AT)";
            case Verdict.NothingToRestore _ -> "empty, and so is the remote: to start empty";
            case Verdict.Interrupted interrupted -> "interrupted: the restore"
                    + interrupted.note().commit().map(commit -> " of commit " + shortly(commit)).orElse("")
                    + " is to be finished";
            case Verdict.StoreLost _ -> "complete, with an empty git store: to take the history from the remote, and"
                    + " leave the files alone";
            case Verdict.StoreDamaged store -> "beside a damaged git store (" + store.finding()
                    + "): to set it aside, and leave the files alone";
            case Verdict.FilesDamaged damaged -> line(damaged);
            case Verdict.MarkerLost _ -> "without its marker, and the git store knows its files: to mark it again";
            case Verdict.Foreign foreign -> "foreign: it holds files, but no marker of gitdav; to adopt it" + foreign
                    .newest().map(commit -> ", and add what commit " + shortly(commit) + " has and it has not")
                    .orElse("");
            case Verdict.OldLayout old -> "of layout " + old.marker().layout() + ": to be migrated to layout "
                    + Marker.CURRENT_LAYOUT;
            case Verdict.NewerLayout newer -> "of layout " + newer.layout() + ", and this program knows layouts up to "
                    + Marker.CURRENT_LAYOUT + "; use a newer gitdav";
            case Verdict.Behind behind -> "behind: to be brought to commit " + shortly(behind.theirs());
            case Verdict.Incomplete _ -> "incomplete: to try again what it has not taken of the backup";
            case Verdict.Diverged diverged -> "diverged: to be merged with commit " + shortly(diverged.theirs());
            case Verdict.BranchChanged changed -> "of another branch: " + changed.change().advice();
            case Verdict.Mismatched _ -> "mismatched: the git store belongs to another data volume; give DATA_DIR the"
                    + " volume that belongs to GIT_STORE, or an empty one";
        };
    }

    private static String skippedInShort(List<String> skipped) {
        return Skipped.inShort(skipped, skipped.size() == 1 ? "is skipped" : "are skipped");
    }

    private static String line(Verdict.FilesDamaged damaged) {
        int places = damaged.damages().size();
        return "damaged in %s: to set aside what is there, and bring back what commit %s has; %s%s".formatted(
                places == 1 ? "one place" : places + " places", shortly(damaged.head()),
                damaged.damages().getFirst().finding(), places == 1 ? "" : ", and more");
    }

    /// All of it, by name, for programs.
    Map<String, Object> all() {
        var all = new LinkedHashMap<String, Object>();
        all.put("verdict", name(verdict));
        all.put("usable", !(verdict instanceof Verdict.Unusable));
        all.put("line", line());
        all.putAll(new TreeMap<>(facts()));
        return all;
    }

    /// The verdict in one word, or two.
    private static String name(Verdict verdict) {
        return verdict.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /// What else a program might want to know; of most, the verdict itself is all.
    private Map<String, Object> facts() {
        return switch (verdict) {
            case Verdict.Intact intact -> skipped(intact.skipped());
            case Verdict.Ahead ahead -> with(skipped(ahead.skipped()), "changed", ahead.changed(), "unpushed",
                    ahead.unpushed());
            case Verdict.Offline offline -> with(new VerdictReport(offline.otherwise()).facts(), "otherwise",
                    name(offline.otherwise()), "reason", offline.reason());
            case Verdict.Empty empty -> Map.of("newest", empty.newest().name());
            case Verdict.RestoreDue due ->
                Map.of("version", due.version().name(), "commit", due.version().commit().name());
            case Verdict.StoreDamaged store -> Map.of("finding", store.finding());
            case Verdict.FilesDamaged damaged ->
                Map.of("findings", damaged.damages().stream().map(Damage::finding).toList());
            case Verdict.OldLayout old -> Map.of("layout", old.marker().layout());
            case Verdict.NewerLayout newer -> Map.of("layout", newer.layout());
            case Verdict.BranchChanged changed ->
                Map.of("from", changed.change().from(), "to", changed.change().to());
            case Verdict.Behind behind -> Map.of("theirs", behind.theirs().name());
            case Verdict.Diverged diverged -> Map.of("theirs", diverged.theirs().name());
            default -> Map.of();
        };
    }

    private static Map<String, Object> skipped(List<String> lines) {
        return lines.isEmpty() ? Map.of() : Map.of("skipped", lines);
    }

    private static Map<String, Object> with(Map<String, Object> facts, String one, Object itsValue, String other,
            Object otherValue) {
        var more = new TreeMap<>(facts);
        more.put(one, itsValue);
        more.put(other, otherValue);
        return more;
    }

    private static String shortly(ObjectId commit) {
        return commit.abbreviate(10).name();
    }
}
