package gitdav.init;

import org.eclipse.jgit.lib.ObjectId;

/// What state the data volume is in: found by [Inspection], which touches no file, and answered by one remedy.
sealed interface Verdict {

    /// The verdict as one line for the log.
    String line();

    /// Whether something can be done so that the application may start.
    default boolean isUsable() {
        return true;
    }

    /// Complete and marked: nothing to do, the application may start at once.
    record Intact() implements Verdict {
        @Override
        public String line() {
            return "intact: nothing to do";
        }
    }

    /// No file and no marker, and there is something to bring back.
    ///
    /// @param newest the newest commit that the remote or the local store has
    record Empty(ObjectId newest) implements Verdict {
        @Override
        public String line() {
            return "empty: to be restored from commit " + newest.abbreviate(10).name();
        }
    }

    /// No file, no marker, and no backup: this is the first start.
    record NothingToRestore() implements Verdict {
        @Override
        public String line() {
            return "empty, and so is the remote: to start empty";
        }
    }

    /// A restore was killed while it moved its files into place.
    record Interrupted(ObjectId commit) implements Verdict {
        @Override
        public String line() {
            return "interrupted: the restore of commit " + commit.abbreviate(10).name() + " is to be finished";
        }
    }

    /// The files are complete, and the git store that belongs to them is gone.
    record StoreLost() implements Verdict {
        @Override
        public String line() {
            return "complete, with an empty git store: to take the history from the remote, and leave the files alone";
        }
    }

    /// The files are complete, and the git store belongs to another volume.
    record Mismatched() implements Verdict {
        @Override
        public String line() {
            return "mismatched: the git store belongs to another data volume";
        }

        @Override
        public boolean isUsable() {
            return false;
        }
    }

    /// There are files, and nothing says that they are ours.
    record Foreign() implements Verdict {
        @Override
        public String line() {
            return "foreign: it holds files, but no marker of gitdav";
        }

        @Override
        public boolean isUsable() {
            return false;
        }
    }
}
