package gitdav.volume.restore;

import gitdav.files.FileStat;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// How much room a restore takes.
class RestoredRoomTest {

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitStore store;

    @BeforeEach
    void volumeAndStore() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        store = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void fileWithSeveralNamesComesBackAsOneFile() throws IOException {
        Path one = Files.write(volume.root().resolve("one"), new byte[2 << 20]);
        Files.createLink(Files.createDirectory(volume.root().resolve("folder")).resolve("other"), one);
        Path another = Files.write(volume.root().resolve("written on its own"), new byte[2 << 20]);
        Files.setLastModifiedTime(another, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Path restored = Files.createDirectory(dir.resolve("restored"));

        Checkout.Result written = Checkout.write(store, commit(), restored);

        assertThat(written.files()).isEqualTo(3);
        FileStat stat = FileStat.of(restored.resolve("one"));
        assertThat(FileStat.of(restored.resolve("folder/other"))).isEqualTo(stat);
        assertThat(FileStat.of(restored.resolve("written on its own")).inode()).isNotEqualTo(stat.inode());
        assertThat(stat.modified()).isEqualTo(FileStat.of(one).modified());
    }

    /// Files of any size: most that people copy are smaller than a megabyte.
    @Test
    void copiesOfSmallFilesComeBackInTheRoomTheyTook() throws IOException {
        Path original = Files.createDirectory(volume.root().resolve("original"));
        for (int file = 0; file < 40; file++) {
            Files.write(original.resolve("file " + file), content(file));
        }
        for (String copy : List.of("one", "two", "three")) {
            Files.createDirectory(volume.root().resolve(copy));
            for (int file = 0; file < 40; file++) {
                Files.createLink(volume.root().resolve(copy + "/file " + file), original.resolve("file " + file));
            }
        }
        Path restored = Files.createDirectory(dir.resolve("restored"));

        Checkout.Result written = Checkout.write(store, commit(), restored);

        assertThat(written.files()).isEqualTo(160);
        try (Stream<Path> all = Files.walk(restored)) {
            assertThat(all.filter(Files::isRegularFile).map(RestoredRoomTest::inode).distinct()).hasSize(40);
        }
        assertThat(restored.resolve("three/file 7")).hasBinaryContent(content(7));
    }

    /// What a file system takes for the name of another file, it refuses as the name of one more.
    @Test
    void contentIsWrittenUnderTheFirstNameThatCanBeMade() throws IOException {
        Path restored = Files.createDirectory(dir.resolve("restored"));
        Path one = Files.write(volume.root().resolve("0"), content(0));
        Files.writeString(restored.resolve("0"), "another");
        for (int name = 1; name < 10; name++) {
            Files.createLink(volume.root().resolve("" + name), one);
            if (name < 8) {
                Files.writeString(restored.resolve("" + name), "another");
            }
        }

        Checkout.Result written = Checkout.write(store, commit(), restored);

        assertThat(restored.resolve("8")).hasBinaryContent(content(0));
        assertThat(inode(restored.resolve("9"))).isEqualTo(inode(restored.resolve("8")));
        assertThat(written.skipped()).hasSize(8)
                .allSatisfy(obstacle -> assertThat(obstacle.reason()).contains("name for that of another"));
        assertThat(written.bytes()).isEqualTo(content(0).length);
        assertThat(written.files()).isEqualTo(2);
        assertThat(restored.resolve("0")).hasContent("another");
    }

    @Test
    void emptyFilesOfTheSameTimeStayFilesOfTheirOwn() throws IOException {
        for (String name : List.of("one", "other")) {
            Files.setLastModifiedTime(Files.createFile(volume.root().resolve(name)), FileTime.fromMillis(0));
        }
        Path restored = Files.createDirectory(dir.resolve("restored"));

        Checkout.write(store, commit(), restored);

        assertThat(inode(restored.resolve("one"))).isNotEqualTo(inode(restored.resolve("other")));
    }

    private static byte[] content(int file) {
        return ("file " + file + "\n").repeat(100).getBytes(UTF_8);
    }

    private static long inode(Path file) {
        try {
            return FileStat.of(file).inode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void restoreThatNeedsMoreRoomThanThereIsSaysSoAndWritesNothing() throws IOException {
        Files.write(volume.root().resolve("large"), new byte[6 << 20]);
        ObjectId commit = commit();
        Path small = Files.createDirectory(dir.resolve("small"));
        assumeTrue(mount(small), "mounting a small file system takes root");
        try {
            var target = new DataVolume(small);

            assertThatThrownBy(() -> new VolumeUpdate(target, store).stage(commit)).isInstanceOf(IOException.class)
                    .hasMessageContaining("needs 6144 KiB").hasMessageContaining(small.toString())
                    .hasMessageContaining("resources.requests.storage");
            assertThat(target.staging()).doesNotExist();
        } finally {
            Command.run("umount", small.toString());
        }
    }

    private static boolean mount(Path folder) {
        try {
            Command.run("mount", "-t", "tmpfs", "-o", "size=4m", "gitdav", folder.toString());
            return true;
        } catch (IOException notAllowed) {
            return false;
        }
    }

    private ObjectId commit() throws IOException {
        ObjectId tree = Snapshotter.take(volume, store, Optional.empty()).tree();
        return store.commit(tree, new PersonIdent("test", "test@localhost"), "backup");
    }
}
