package gitdav.remote;

import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A volume that was pushed to a repository in a folder.
abstract class FolderPushFixture {

    static final PersonIdent AUTHOR = new PersonIdent("test", "test");

    @TempDir
    Path dir;
    DataVolume volume;
    GitStore ours;
    GitStore theirs;

    @BeforeEach
    void pushedVolume() throws Exception {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        ours = GitStore.open(dir.resolve("git"), "main");
        theirs = GitStore.open(dir.resolve("content.git"), "main");
        for (int i = 0; i < 100; i++) {
            write("folder/" + i + "/file", "content " + i);
        }
        commit();
        assertThat(push()).as("the first goes by git's protocol").isFalse();
        transport().push(() -> {});
    }

    @AfterEach
    void closeStores() {
        ours.close();
        theirs.close();
    }

    boolean push() throws IOException {
        return FolderPush.run(theirs.folder(), ours, NullProgressMonitor.INSTANCE);
    }

    TransportBranch transport() throws IOException {
        return new TransportBranch(url(), ours, _ -> {}, Duration.ofSeconds(30));
    }

    RemoteUrl url() throws IOException {
        return RemoteUrl.parse(theirs.folder().toUri().toString());
    }

    void write(String name, String content) throws IOException {
        Path path = volume.root().resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    ObjectId commit() throws IOException {
        ObjectId tree = Snapshotter.take(volume, ours, ours.headTree()).tree();
        return ours.commit(tree, AUTHOR, "snapshot\n");
    }

    void assertWhole() throws Exception {
        assertThat(git("fsck", "--full", "--strict", "--no-dangling")).doesNotContain("missing", "broken", "error");
    }

    Collection<Pack> packs() {
        return ((ObjectDirectory) theirs.repository().getObjectDatabase()).getPacks();
    }

    List<Path> leftOvers() throws IOException {
        try (Stream<Path> files = Files.list(theirs.folder().resolve("objects"))) {
            return files.filter(file -> !file.getFileName().toString().matches("info|pack|[0-9a-f]{2}")).toList();
        }
    }

    String git(String... arguments) throws Exception {
        return Command.run(Stream.concat(Stream.of("git", "-C", theirs.folder().toString()), Stream.of(arguments))
                .toArray(String[]::new)).strip();
    }
}
