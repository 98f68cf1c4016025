package gitdav.volume.store;

/// The store has commits of one branch, and is used for another, of which it has none.
///
/// @param from the short name of the branch that it has
/// @param to the short name of the one that it is used for
public record BranchChange(String from, String to) {

    /// What has changed, and what to do.
    public String advice() {
        return "the git store has the branch '" + from + "', and GIT_BRANCH is '" + to + "'; set GIT_BRANCH=" + from
                + ", or, for the branch to have the other name, rename it in the git store and in the remote"
                + " ('git branch -m " + from + " " + to + "')";
    }
}
