package gitdav.volume.tree;

import gitdav.volume.history.ChangeSummary;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// A folder whose tree is larger than any content that is read as a whole: each file takes its name and 28 bytes.
class LargeFolderTest {

    private static final int FILES = 60_000;

    @TempDir
    private Path dir;

    @Test
    void treeOfAFolderIsReadAsAWholeByUsAndByJGit() throws Exception {
        try (var store = GitStore.open(dir.resolve("git"), "main"); var inserter = store.newInserter()) {
            ObjectId content = inserter.insert(Constants.OBJ_BLOB, new byte[0]);
            var folder = new TreeFormatter();
            for (int i = 0; i < FILES; i++) {
                folder.append("%0200d".formatted(i), FileMode.REGULAR_FILE, content);
            }
            ObjectId tree = inserter.insert(folder);
            inserter.flush();

            try (var objects = new VerifiedObjects(store.repository().newObjectReader());
                    var reader = store.repository().newObjectReader()) {
                assertThat(TreeEntries.of(objects, tree)).hasSize(FILES);
                assertThat(ChangeSummary.between(reader, Optional.empty(), tree).added()).isEqualTo(FILES);
            }
        }
    }
}
