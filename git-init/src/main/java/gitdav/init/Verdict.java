package gitdav.init;

import gitdav.volume.Marker;
import gitdav.volume.restore.Restoring;
import gitdav.volume.snapshot.Damage;
import gitdav.volume.snapshot.Snapshot;
import org.eclipse.jgit.lib.ObjectId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What state the data volume is in: found by [Inspection], which touches no file, and answered by one [Remedy].
sealed interface Verdict {

    /// The verdict as one line for the log.
    String line();

    /// Whether something can be done so that the application may start.
    default boolean isUsable() {
        return true;
    }

    /// The verdict in one word, or two.
    default String name() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /// What else a program might want to know, by name.
    default Map<String, Object> facts() {
        return Map.of();
    }

    /// All of it, by name, for programs.
    default Map<String, Object> all() {
        var all = new LinkedHashMap<String, Object>();
        all.put("verdict", name());
        all.put("usable", isUsable());
        all.put("line", line());
        all.putAll(new TreeMap<>(facts()));
        return all;
    }

    /// States in which the application may start as it is.
    sealed interface Settled extends Verdict {}

    /// As last backed up.
    record Intact() implements Settled {
        @Override
        public String line() {
            return "intact: nothing to do";
        }
    }

    /// Changed since the last backup, or backed up and not pushed.
    record Ahead(boolean changed, boolean unpushed) implements Settled {
        @Override
        public String line() {
            return "ahead: "
                    + (changed ? "changed since the last backup" : "the last backup has not reached the remote")
                    + ", git-backup will see to it";
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("changed", changed, "unpushed", unpushed);
        }
    }

    /// Usable, and the remote could not be asked whether it has anything new.
    record Offline(Settled otherwise, String reason) implements Settled {
        @Override
        public String line() {
            return otherwise.line() + "; starting without the remote: " + reason;
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("otherwise", otherwise.name(), "reason", reason);
        }
    }

    /// No file and no marker, and there is something to bring back.
    ///
    /// @param newest the newest commit that the remote or the local store has
    record Empty(ObjectId newest) implements Verdict {
        @Override
        public String line() {
            return "empty: to be restored from commit " + shortly(newest);
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("newest", newest.name());
        }
    }

    /// No file, no marker, and no backup: this is the first start.
    record NothingToRestore() implements Verdict {
        @Override
        public String line() {
            return "empty, and so is the remote: to start empty";
        }
    }

    /// A restore or another remedy was killed while it moved its files into place.
    record Interrupted(Restoring note) implements Verdict {
        @Override
        public String line() {
            return "interrupted: the restore" + note.commit().map(commit -> " of commit " + shortly(commit)).orElse("")
                    + " is to be finished";
        }
    }

    /// The files are complete, and the git store that belongs to them is gone.
    record StoreLost() implements Verdict {
        @Override
        public String line() {
            return "complete, with an empty git store: to take the history from the remote, and leave the files alone";
        }
    }

    /// The git store is not whole. What the volume is will be seen once it is.
    record StoreDamaged(String finding) implements Verdict {
        @Override
        public String line() {
            return "beside a damaged git store (" + finding + "): to set it aside, and leave the files alone";
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("finding", finding);
        }
    }

    /// Some files are not what they should be, and nobody has changed them.
    record FilesDamaged(List<Damage> damages, ObjectId head) implements Verdict {
        @Override
        public String line() {
            boolean one = damages.size() == 1;
            return "damaged in %s: to set aside what is there, and bring back what commit %s has; %s%s".formatted(
                    one ? "one place" : damages.size() + " places", shortly(head), damages.getFirst().finding(),
                    one ? "" : ", and more");
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("findings", damages.stream().map(Damage::finding).toList());
        }
    }

    /// The marker is gone, and the git store knows the files.
    record MarkerLost(UUID volumeId) implements Verdict {
        @Override
        public String line() {
            return "without its marker, and the git store knows its files: to mark it again";
        }
    }

    /// There are files, and nothing says that they are ours.
    ///
    /// @param newest the newest backup, if there is any
    record Foreign(Optional<ObjectId> newest) implements Verdict {
        @Override
        public String line() {
            return "foreign: it holds files, but no marker of gitdav; to adopt it"
                    + newest.map(commit -> ", and add what commit " + shortly(commit) + " has and it has not")
                            .orElse("");
        }
    }

    /// An older gitdav has written the volume.
    record OldLayout(Marker marker) implements Verdict {
        @Override
        public String line() {
            return "of layout " + marker.layout() + ": to be migrated to layout " + Marker.CURRENT_LAYOUT;
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("layout", marker.layout());
        }
    }

    /// A newer gitdav has written the volume.
    record NewerLayout(int layout) implements Verdict {
        @Override
        public String line() {
            return "of layout " + layout + ", and this program knows layouts up to " + Marker.CURRENT_LAYOUT
                    + "; use a newer gitdav";
        }

        @Override
        public boolean isUsable() {
            return false;
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("layout", layout);
        }
    }

    /// Nothing has changed here, and somebody has committed to the remote.
    record Behind(Snapshot here, ObjectId theirs) implements Verdict {
        @Override
        public String line() {
            return "behind: to be brought to commit " + shortly(theirs);
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("theirs", theirs.name());
        }
    }

    /// Something has changed here, and somebody has committed to the remote.
    record Diverged(ObjectId theirs) implements Verdict {
        @Override
        public String line() {
            return "diverged: to be merged with commit " + shortly(theirs);
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("theirs", theirs.name());
        }
    }

    /// The files are complete, and the git store belongs to another volume.
    record Mismatched() implements Verdict {
        @Override
        public String line() {
            return "mismatched: the git store belongs to another data volume; give DATA_DIR the volume that belongs to"
                    + " GIT_STORE, or an empty one";
        }

        @Override
        public boolean isUsable() {
            return false;
        }
    }

    private static String shortly(ObjectId commit) {
        return commit.abbreviate(10).name();
    }
}
