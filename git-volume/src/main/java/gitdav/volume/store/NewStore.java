package gitdav.volume.store;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How a store is made where there is none.
public final class NewStore {

    /// The folders that JGit makes first, the deepest first.
    public static final List<String> MADE_FIRST = List.of("refs/heads", "refs/tags", "refs");

    private NewStore() {}

    /// Makes an empty one, whose commits are to be of the branch.
    static void make(Repository repository, Path folder, String branch) throws IOException {
        // Empty folders that a process left which was killed here: JGit does not take those that are there.
        for (String unfinished : MADE_FIRST) {
            Files.deleteIfExists(folder.resolve(unfinished));
        }
        repository.create(true);
        repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + branch);
    }
}
