package gitdav.init;

import gitdav.volume.store.GitStore;
import gitdav.volume.tree.TreeEntries;
import gitdav.volume.tree.TreeEntries.Entry;
import gitdav.volume.tree.TreeName;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Adds to the newest commit of a repository what no gitdav would write, entry by entry.
final class ForeignCommit {

    /// Of a submodule, which is in no repository here.
    static final ObjectId SUBMODULE = ObjectId.fromString("0123456789012345678901234567890123456789");

    private final Path repository;
    private final List<Entry> entries = new ArrayList<>();

    ForeignCommit(Path repository) {
        this.repository = repository;
    }

    ForeignCommit file(String name, String content) throws IOException {
        return add(name, FileMode.REGULAR_FILE, blob(content.getBytes(UTF_8)));
    }

    /// @param target one character for each byte
    ForeignCommit link(String name, String target) throws IOException {
        return add(name, FileMode.SYMLINK, blob(target.getBytes(ISO_8859_1)));
    }

    ForeignCommit submodule(String name) {
        return add(name, FileMode.GITLINK, SUBMODULE);
    }

    /// A folder with one thing in it.
    ForeignCommit folder(String name, String only, FileMode mode, ObjectId id) throws IOException {
        return add(name, FileMode.TREE, tree(List.of(new Entry(name(only), mode, id))));
    }

    ForeignCommit add(String name, FileMode mode, ObjectId id) {
        entries.add(new Entry(name(name), mode, id));
        return this;
    }

    ObjectId blob(byte[] content) throws IOException {
        try (var store = GitStore.open(repository, "main"); ObjectInserter inserter = store.newInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
            inserter.flush();
            return id;
        }
    }

    ObjectId tree(List<Entry> entries) throws IOException {
        try (var store = GitStore.open(repository, "main"); ObjectInserter inserter = store.newInserter()) {
            var tree = new TreeEntries();
            entries.forEach(tree::add);
            ObjectId id = tree.insertWith(inserter);
            inserter.flush();
            return id;
        }
    }

    /// Commits what the newest commit has and all that was added.
    ObjectId commit() throws IOException {
        try (var store = GitStore.open(repository, "main");
                var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            var all = new ArrayList<>(entries);
            for (Entry entry : TreeEntries.of(objects, store.headTree().orElseThrow())) {
                if (entries.stream().noneMatch(added -> added.name().equals(entry.name()))) {
                    all.add(entry);
                }
            }
            return store.commit(tree(all), PodFolder.AUTHOR, "foreign");
        }
    }

    private static TreeName name(String text) {
        return new TreeName(new String(text.getBytes(UTF_8), ISO_8859_1));
    }
}
