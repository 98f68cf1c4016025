package gitdav.webdav.share;

import gitdav.webdav.disk.Durability;
import gitdav.webdav.memory.MemoryBudget;
import gitdav.webdav.protocol.SharePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Another program changes the volume between the moment when a place was looked at and the one when a file is put there.
class ReplacementsTest {

    private static final SharePath PATH = SharePath.parse("/file");

    @TempDir
    private Path data;

    private Share share;
    private Target target;

    @BeforeEach
    void lookAtAFile() throws Exception {
        share = Share.open(data, Durability.FSYNC, OptionalLong.empty(), MemoryBudget.ofThisProcess(), Set.of());
        Files.writeString(data.resolve("file"), "old");
        target = share.tree().target(PATH);
    }

    @AfterEach
    void closeTheShare() {
        target.close();
        share.close();
    }

    @Test
    void fileThatIsStillThereIsReplaced() throws Exception {
        put("new");

        assertThat(data.resolve("file")).hasContent("new");
        assertThat(data.resolve(".gitdav/uploads")).isEmptyDirectory();
    }

    @Test
    void fileThatIsGoneMeanwhileNeedsNoReplacement() throws Exception {
        Files.delete(data.resolve("file"));

        put("new");

        assertThat(data.resolve("file")).hasContent("new");
    }

    @Test
    void folderThatHasComeInItsPlaceStays() throws Exception {
        Files.delete(data.resolve("file"));
        Files.writeString(Files.createDirectory(data.resolve("file")).resolve("precious"), "content");

        assertThatThrownBy(() -> put("new")).isInstanceOf(FileSystemException.class).hasMessageContaining("folder");
        assertThat(data.resolve("file/precious")).hasContent("content");
        assertThat(data.resolve(".gitdav/uploads")).isEmptyDirectory();
    }

    private void put(String content) throws Exception {
        try (var staged = share.staging().store(content.getBytes(StandardCharsets.UTF_8));
                var change = share.change(PATH)) {
            change.put(staged, target);
        }
    }
}
