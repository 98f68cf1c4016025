package gitdav.files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenFolderTest {

    @TempDir
    private Path dir;

    @Test
    void tellsTheStateOfEachName() throws IOException {
        Path file = Files.writeString(dir.resolve("file ü.txt"), "content");
        Path notText = Files.createFile(Path.of(URI.create(dir.toUri() + "%FF%FE")));
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("nowhere"));

        try (OpenFolder folder = OpenFolder.at(dir)) {
            assertThat(folder.stat()).isEqualTo(FileStat.slowly(dir));
            for (Path path : List.of(file, notText, link)) {
                assertThat(folder.stat(path)).as(path.toString()).isEqualTo(FileStat.slowly(path));
            }
            assertThat(folder.stat(new byte[]{(byte) 0xff, (byte) 0xfe})).contains(FileStat.slowly(notText));
            assertThat(folder.stat("gone".getBytes(StandardCharsets.UTF_8))).isEmpty();
            assertThat(folder.stat(new byte[5000])).isEmpty();
            assertThat(folder.attributes(file)).isEqualTo(FileAttributes.of(file));
            assertThat(folder.attributes(dir.resolve("gone"))).isEmpty();
            assertThatThrownBy(() -> folder.stat(dir.resolve("gone"))).isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(dir.resolve("gone").toString());
        }
        assertThatThrownBy(() -> OpenFolder.at(dir.resolve("gone"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> OpenFolder.at(file)).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void listsEveryName() throws IOException {
        Path notText = Path.of(URI.create(dir.toUri() + "%FF%FE"));
        Files.createFile(notText);
        Files.createDirectory(dir.resolve("below"));

        try (OpenFolder folder = OpenFolder.at(dir)) {
            assertThat(folder.names()).containsExactlyInAnyOrder(notText.getFileName(), Path.of("below"));
            Files.delete(notText);
            Files.delete(dir.resolve("below"));
            Files.delete(dir);
            assertThat(folder.names()).isEmpty();
        }
    }

    @Test
    void staysTheSameFolderWhateverTakesItsName() throws IOException {
        Path inside = Files.createDirectory(dir.resolve("inside"));
        Files.writeString(inside.resolve("file"), "inside");
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Files.writeString(outside.resolve("file"), "outside");

        try (OpenFolder root = OpenFolder.at(dir); OpenFolder folder = root.folder(Path.of("inside"))) {
            Files.move(inside, dir.resolve("elsewhere"));
            Files.createSymbolicLink(inside, outside);

            assertThat(content(folder, "file")).isEqualTo("inside");
            Files.createDirectory(folder.path(Path.of("new")));
            assertThat(dir.resolve("elsewhere/new")).isDirectory();
            assertThat(outside.resolve("new")).doesNotExist();
            assertThatThrownBy(() -> root.folder(Path.of("inside"))).isInstanceOf(NotDirectoryException.class)
                    .hasMessageContaining(inside.toString());
        }
    }

    @Test
    void readsNothingButRegularFiles() throws IOException, InterruptedException {
        Files.writeString(dir.resolve("file"), "content");
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        new ProcessBuilder("mkfifo", dir.resolve("pipe").toString()).start().waitFor();

        try (OpenFolder folder = OpenFolder.at(dir)) {
            assertThat(content(folder, "file")).isEqualTo("content");
            for (String other : List.of("link", "pipe", ".", "..")) {
                assertThatThrownBy(() -> content(folder, other)).as(other).isInstanceOf(FileSystemException.class);
            }
        }
    }

    @Test
    void linksKeepEveryByteOfTheirTarget() throws IOException {
        byte[] target = "a//b/".getBytes(StandardCharsets.UTF_8);
        byte[] notText = {'x', (byte) 0xff, (byte) 0xfe};

        try (OpenFolder folder = OpenFolder.at(dir)) {
            folder.createLink(Path.of("one"), target);
            folder.createLink(Path.of("other"), notText);
            assertThat(folder.readLink(Path.of("one"))).isEqualTo(target);
            assertThat(folder.readLink(Path.of("other"))).isEqualTo(notText);
            assertThatThrownBy(() -> folder.readLink(Path.of("gone"))).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void failureOfACallNamesThePathThatPeopleKnow() throws IOException {
        try (OpenFolder folder = OpenFolder.at(dir)) {
            Path gone = Path.of("gone");
            assertThatThrownBy(() -> folder.naming(gone, () -> Files.size(folder.path(gone))))
                    .isInstanceOf(NoSuchFileException.class).hasMessage(dir.resolve("gone").toString());
        }
    }

    @Test
    void leavesNoDescriptorOpen() throws IOException {
        Files.createDirectory(dir.resolve("below"));
        Files.createFile(dir.resolve("file"));
        long before = openFiles();
        try (OpenFolder root = OpenFolder.at(dir); OpenFolder _ = root.folder(Path.of("below"))) {
            assertThatThrownBy(() -> root.folder(Path.of("file"))).isInstanceOf(NotDirectoryException.class);
            assertThat(content(root, "file")).isEmpty();
        }
        assertThat(openFiles()).isEqualTo(before);
    }

    private static String content(OpenFolder folder, String name) throws IOException {
        try (InputStream in = folder.read(Path.of(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> Files.exists(descriptor, LinkOption.NOFOLLOW_LINKS)).count();
        }
    }
}
