package gitdav.files;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class TreeDeletionTest {

    private static final Path TREE = Path.of("tree");

    @TempDir
    private Path dir;
    private OpenFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = OpenFolder.at(dir);
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void treeGoesAndWhatItsLinksLeadToStays() throws IOException {
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "k");
        Path deep = Files.createDirectories(dir.resolve("tree/a/b/c"));
        Files.writeString(deep.resolve("file"), "four");
        Files.writeString(dir.resolve("tree/a/file"), "six!!!");
        Files.createSymbolicLink(deep.resolve("link"), outside);
        Files.createSymbolicLink(dir.resolve("tree/link"), outside);

        assertThat(TreeDeletion.delete(folder, TREE)).isEqualTo(10);

        assertThat(dir.resolve("tree")).doesNotExist();
        assertThat(outside.resolve("kept")).hasContent("k");
    }

    @Test
    void linkInPlaceOfTheTreeGoesItself() throws IOException {
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Files.createSymbolicLink(dir.resolve("tree"), outside);

        assertThat(TreeDeletion.delete(folder, TREE)).isZero();

        assertThat(Files.isSymbolicLink(dir.resolve("tree"))).isFalse();
        assertThat(outside).isDirectory();
    }

    @Test
    void fileGoesAndWhatIsNotThereIsNoTrouble() throws IOException {
        Files.writeString(dir.resolve("tree"), "text");

        assertThat(FileTree.delete(dir.resolve("tree"))).isEqualTo(4);

        assertThat(TreeDeletion.delete(folder, TREE)).isZero();
        assertThat(FileTree.delete(dir.resolve("tree/nor this"))).isZero();
    }

    @Test
    void treeMayBeDeeperThanAPathIsLong() throws IOException {
        Files.createDirectory(dir.resolve("tree"));
        OpenFolder last = folder.folder(TREE);
        for (int depth = 0; depth < 5000; depth++) {
            try (OpenFolder around = last) {
                Files.writeString(around.path(Path.of("f")), "x");
                Files.createDirectory(around.path(Path.of("d")));
                last = around.folder(Path.of("d"));
            }
        }
        last.close();

        assertThat(TreeDeletion.delete(folder, TREE)).isEqualTo(5000);

        assertThat(dir.resolve("tree")).doesNotExist();
    }
}
