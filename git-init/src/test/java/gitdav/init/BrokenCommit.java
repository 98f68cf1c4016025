package gitdav.init;

import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;

import java.io.IOException;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A commit that git takes and sends, and that is not what gitdav has written: its times are garbage.
final class BrokenCommit {

    private BrokenCommit() {}

    static ObjectId on(GitStore store) throws IOException {
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            ObjectId garbage = inserter.insert(Constants.OBJ_BLOB, "garbage".getBytes(UTF_8));
            var times = new TreeFormatter();
            times.append("times", FileMode.REGULAR_FILE, garbage);
            var ours = new TreeFormatter();
            ours.append("times", FileMode.TREE, inserter.insert(times));
            var root = new TreeFormatter();
            root.append(".gitdav", FileMode.TREE, inserter.insert(ours));
            ObjectId tree = inserter.insert(root);
            inserter.flush();
            return store.commit(tree, PodFolder.AUTHOR, "broken");
        }
    }
}
