package gitdav.webdav.property;

import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.memory.MemoryShare;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Properties that a server with more memory has stored, or another program.
class LargePropertiesTest {

    private static final SharePath FILE = new SharePath(List.of("file"));

    @TempDir
    private Path dir;
    private final MemoryShare memory = new MemoryShare(50_000);
    private Volume volume;
    private OpenFolder folder;
    private DeadProperties properties;

    @BeforeEach
    void open() throws IOException {
        volume = new Volume(dir, Durability.NONE);
        Files.createDirectories(dir.resolve("properties/share.d"));
        folder = OpenFolder.at(dir.resolve("properties"));
        properties = new DeadProperties(folder, volume, new Staging(volume.root(), Durability.NONE));
    }

    @AfterEach
    void close() {
        folder.close();
        volume.close();
    }

    @Test
    void thoseThatNoRequestCouldEverHoldAreLeftOut() throws Exception {
        store(20_000);

        assertThat(properties.of(FILE, new MemoryAccount(memory))).isEmpty();
        assertThatThrownBy(() -> properties.read(FILE, new MemoryAccount(memory))).isInstanceOf(IOException.class)
                .hasMessageContaining("more than there can be memory for");
    }

    @Test
    void thoseThatOthersLeaveNoMemoryForAreRefused() throws Exception {
        store(10_000);
        memory.tryTake(20_000);

        assertThatThrownBy(() -> properties.of(FILE, new MemoryAccount(memory)))
                .isInstanceOfSatisfying(DavException.class,
                        refused -> assertThat(refused.status().code).isEqualTo(503));
    }

    private void store(int length) throws IOException {
        Files.writeString(dir.resolve("properties/share.d/file.xml"),
                "<properties><one xmlns='urn:x'>" + "1".repeat(length) + "</one></properties>");
    }
}
