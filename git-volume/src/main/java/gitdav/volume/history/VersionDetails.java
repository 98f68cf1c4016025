package gitdav.volume.history;

import gitdav.volume.store.GitStore;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

import java.io.IOException;
import java.util.Optional;

/// What a version's commit says of it, and what has changed in it.
///
/// @param author the name; whatever the commit says
/// @param message likewise, of any length
/// @param changes since the version before; empty if that is cut off, or too much has changed to be counted
public record VersionDetails(String author, String message, Optional<ChangeSummary> changes) {

    /// More than that are not counted: it would take seconds.
    private static final int MOST_CHANGES = 200_000;

    /// Reads them.
    ///
    /// @throws org.eclipse.jgit.errors.MissingObjectException if the store has the version no more
    public static VersionDetails of(GitStore store, Version version) throws IOException {
        try (ObjectReader reader = store.repository().newObjectReader(); var walk = new RevWalk(reader)) {
            RevCommit commit = walk.parseCommit(version.commit());
            PersonIdent author = commit.getAuthorIdent();
            return new VersionDetails(author == null ? "" : author.getName(), commit.getFullMessage(),
                    changes(store, reader, walk, commit));
        }
    }

    private static Optional<ChangeSummary> changes(GitStore store, ObjectReader reader, RevWalk walk, RevCommit commit)
            throws IOException {
        if (commit.getParentCount() == 0 && store.history().cutOff().contains(commit)) {
            return Optional.empty();
        }
        Optional<ObjectId> before = commit.getParentCount() == 0
                ? Optional.empty()
                : Optional.of(walk.parseCommit(commit.getParent(0)).getTree());
        try {
            return Optional.of(ChangeSummary.between(reader, before, commit.getTree(), MOST_CHANGES));
        } catch (CorruptObjectException tooMuch) {
            return Optional.empty();
        }
    }
}
