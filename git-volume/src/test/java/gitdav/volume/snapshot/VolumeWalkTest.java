package gitdav.volume.snapshot;

import gitdav.files.FileTree;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// What a walk must see in a volume that is recorded file by file, one change each.
class VolumeWalkTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z"));

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitStore store;
    private Path file;

    private interface Deed {
        void run() throws IOException;
    }

    @BeforeEach
    void backedUpVolume() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        store = GitStore.open(dir.resolve("git"), "main");
        file = write("folder/below/file.txt");
        write("folder/ümläut 😀");
        write("folder/.git/config");
        write(".gitdav-escaped-not-by-us");
        write(".gitdav/properties/folder/file.txt");
        Files.writeString(Path.of(URI.create(volume.root().toUri() + "%FF%FE")), "not a text");
        Files.createDirectories(volume.root().resolve("empty/folder"));
        Files.createSymbolicLink(volume.root().resolve("link"), Path.of("nowhere"));
        remember();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void volumeThatNobodyHasTouchedIsUnchanged() throws IOException {
        assertThat(isUnchanged()).isTrue();
    }

    @Test
    void everyChangeIsSeen() throws IOException {
        assertSeenExactly(() -> Files.writeString(file, "longer than before"));
        assertSeenExactly(() -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr--r--")));
        assertSeenExactly(() -> Files.setLastModifiedTime(file, LONG_AGO));
        assertSeenExactly(() -> write("folder/new"));
        assertSeenExactly(() -> Files.delete(volume.root().resolve("folder/new")));
        assertSeenExactly(() -> Files.move(file, file.resolveSibling("renamed")));
        assertSeenExactly(() -> Files.move(file.resolveSibling("renamed"), file));
        assertSeenExactly(() -> Files.delete(volume.root().resolve("empty/folder")));
        assertSeenExactly(() -> write("folder/.git/HEAD"));
        assertSeenExactly(() -> write(".gitdav/properties/folder/other"));
        assertSeenExactly(() -> {
            Files.delete(volume.root().resolve("link"));
            Files.createSymbolicLink(volume.root().resolve("link"), Path.of("nobody"));
        });
    }

    @Test
    void contentThatHasChangedBehindTheFilesTimesIsSeen() throws IOException {
        FileTime time = Files.getLastModifiedTime(file);

        assertSeen(() -> {
            try (var content = new RandomAccessFile(file.toFile(), "rw")) {
                content.write('X');
            }
            Files.setLastModifiedTime(file, time);
        });
    }

    @Test
    void fileThatWasPutInPlaceOfAnotherIsSeen() throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        FileTime folderTime = Files.getLastModifiedTime(file.getParent());

        assertSeen(() -> {
            Path other = Files.copy(file, volume.root().resolve("folder/other"));
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(file, time);
            Files.setLastModifiedTime(file.getParent(), folderTime);
        });
    }

    @Test
    void firstPropertiesAreSeen() throws IOException {
        FileTree.delete(volume.properties());
        remember();
        assertThat(isUnchanged()).isTrue();

        Optional<ObjectId> before = store.headTree();
        Files.createDirectory(volume.properties());
        remember();
        assertThat(isUnchanged()).isTrue();
        assertThat(store.headTree()).isEqualTo(before);
        assertSeen(() -> write(".gitdav/properties/file.txt"));
        assertThat(store.headTree()).isNotEqualTo(before);
    }

    @Test
    void whatWasSkippedIsNamedAtEveryRunAndNeedsNoNewIndex() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(volume.root().resolve("folder/below/socket"))).close();
        remember();

        for (int run = 0; run < 3; run++) {
            Snapshot snapshot = Snapshotter.take(volume, store, store.headTree());
            assertThat(snapshot.problems()).singleElement().asString().contains("folder/below/socket");
            assertThat(snapshot.indexed()).isEqualTo(store.head());
        }
    }

    @Test
    void linkComesIntoTheTreeByteForByte() throws IOException {
        byte[] target = {'x', '/', '/', (byte) 0xff, (byte) 0xfe};
        try (OpenFolder root = OpenFolder.at(volume.root())) {
            root.createLink(Path.of("raw"), target);
        }
        remember();

        try (var walk = TreeWalk.forPath(store.repository(), "raw", store.headTree().orElseThrow())) {
            assertThat(store.repository().open(walk.getObjectId(0)).getBytes()).isEqualTo(target);
        }
    }

    @Test
    void whatWasWrittenWhileItWasBackedUpIsNotTrusted() throws IOException {
        Snapshot snapshot = Snapshotter.take(volume, store, store.headTree());
        FileIndex.of(store.head().orElseThrow(), snapshot.root(), 0).write(store.folder());

        assertThat(isUnchanged()).isFalse();
    }

    @Test
    void indexThatIsDamagedOrOfAnotherCommitIsNotTrusted() throws IOException {
        Optional<ObjectId> first = store.headTree();
        write("folder/second");
        remember();
        assertThat(Snapshotter.look(volume, store, first, ReadPolicy.FAST).indexed()).isEmpty();
        assertThat(isUnchanged()).isTrue();

        try (var index = new RandomAccessFile(store.folder().resolve(FileIndex.FILE).toFile(), "rw")) {
            index.seek(index.length() / 2);
            int bits = index.read();
            index.seek(index.length() / 2);
            index.write(bits ^ 4);
        }
        assertThat(isUnchanged()).isFalse();
        Files.delete(store.folder().resolve(FileIndex.FILE));
        assertThat(isUnchanged()).isFalse();
    }

    /// Sees what was done, and once that is recorded, sees nothing any more.
    private void assertSeen(Deed deed) throws IOException {
        assertThat(isUnchanged()).isTrue();
        deed.run();
        assertThat(isUnchanged()).isFalse();
        remember();
    }

    private boolean isUnchanged() throws IOException {
        Snapshot snapshot = Snapshotter.look(volume, store, store.headTree(), ReadPolicy.FAST);
        assertThat(snapshot.indexed()).isIn(Optional.empty(), store.head());
        return snapshot.indexed().isPresent();
    }

    /// The same as if nothing had been recorded, and every file had to be read.
    private void assertSeenExactly(Deed deed) throws IOException {
        assertThat(isUnchanged()).isTrue();
        deed.run();
        assertThat(Snapshotter.look(volume, store, store.headTree(), ReadPolicy.FAST).tree())
                .isEqualTo(Snapshotter.look(volume, store, Optional.empty(), ReadPolicy.FAST).tree())
                .isNotEqualTo(store.headTree().orElseThrow());
        assertThat(isUnchanged()).isFalse();
        remember();
    }

    /// As after a restore: nobody else writes, and what the clock shows now is all that has happened.
    private void remember() throws IOException {
        Snapshot snapshot = Snapshotter.take(volume, store, store.headTree());
        store.commit(snapshot.tree(), new PersonIdent("test", "test"), "snapshot\n");
        Node.Folder committed = Baseline.committed(store, store.headTree().orElseThrow()).root();
        Snapshotter.lookAfterRestore(volume, committed).remember(store);
    }

    private Path write(String name) throws IOException {
        Path path = volume.root().resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, name);
    }
}
