package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Content;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// Tells whether the content of a file is in a store already.
public final class StoredFiles {

    private StoredFiles() {}

    /// Whether it is a regular file, or a link, of which the store has every byte.
    public static boolean has(GitStore store, OpenFolder folder, Path name) throws IOException {
        FileStat stat = folder.stat(name);
        var seeker = new Seeker(store);
        var contents = new ContentWriter(seeker);
        if (stat.isLink()) {
            contents.link(folder.readLink(name));
        } else if (stat.isFile()) {
            try (InputStream in = folder.read(name)) {
                Optional<Content> content = contents.file(in, stat.size(), FileSnapshotter.mode(stat));
                return content.isPresent() && seeker.hasAll;
            }
        } else {
            return false;
        }
        return seeker.hasAll;
    }

    /// Names what it is given, and looks for it.
    private static final class Seeker extends ObjectInserter.Filter {

        private final ObjectInserter names = new NamingOnly();
        private final GitStore store;
        private boolean hasAll = true;

        Seeker(GitStore store) {
            this.store = store;
        }

        @Override
        protected ObjectInserter delegate() {
            return names;
        }

        @Override
        public ObjectId insert(int type, byte[] content, int offset, int length) throws IOException {
            ObjectId id = names.insert(type, content, offset, length);
            // The tree of chunks is made of them again at any time.
            hasAll &= type != Constants.OBJ_BLOB || store.has(id);
            return id;
        }

        @Override
        public ObjectId insert(int type, byte[] content) throws IOException {
            return insert(type, content, 0, content.length);
        }
    }
}
