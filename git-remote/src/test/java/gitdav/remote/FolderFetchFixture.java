package gitdav.remote;

import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A repository in a folder, and a store that is to fetch from it.
abstract class FolderFetchFixture {

    @TempDir
    Path dir;
    DataVolume source;
    GitStore theirs;
    GitStore ours;

    @BeforeEach
    void openStores() throws IOException {
        source = new DataVolume(Files.createDirectory(dir.resolve("source")));
        theirs = GitStore.open(dir.resolve("content.git"), "main");
        ours = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void closeStores() {
        theirs.close();
        ours.close();
    }

    boolean fetch(boolean newestOnly) throws IOException {
        return FolderFetch.run(theirs.folder(), ours, newestOnly, NullProgressMonitor.INSTANCE);
    }

    ObjectId commit(String name) throws IOException {
        for (String file : List.of(name, "folder/" + name)) {
            Path path = source.root().resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "content of " + name);
        }
        ObjectId tree = Snapshotter.take(source, theirs, theirs.headTree()).tree();
        return theirs.commit(tree, new PersonIdent("test", "test"), name + "\n");
    }

    static List<Path> packs(GitStore store) throws IOException {
        return packed(store, ".pack");
    }

    static List<Path> packed(GitStore store, String suffix) throws IOException {
        return files(store.folder().resolve("objects/pack")).stream().filter(file -> file.toString().endsWith(suffix))
                .toList();
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
