package gitdav.webdav.share;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InterruptedReplacementTest extends WebdavTest {

    @BeforeEach
    void killServerWhileItReplacesAFolder() throws Exception {
        server.close();
        Files.createDirectory(data.resolve("parent"));
        Path replaced = Files.createDirectories(data.resolve(".gitdav/replaced/1"));
        Files.writeString(replaced.resolve("belongs-at"), "/parent/f%C3%BCr%20alle");
        Files.createDirectory(replaced.resolve("content"));
        Files.writeString(replaced.resolve("content/file"), "old");
    }

    @Test
    void whatWasNotYetReplacedIsBack() throws Exception {
        server = start();

        assertThat(content("parent/für alle/file")).isEqualTo("old");
        assertThat(namesIn(data.resolve(".gitdav/replaced"))).isEmpty();
    }

    @Test
    void whatWasReplacedStaysReplaced() throws Exception {
        Files.writeString(data.resolve("parent/für alle"), "new");

        server = start();

        assertThat(content("parent/für alle")).isEqualTo("new");
        assertThat(namesIn(data.resolve(".gitdav/replaced"))).isEmpty();
    }

    @Test
    void linkInTheReservedFolderIsNotFollowed() throws Exception {
        Path outside = Files.createDirectory(data.resolve("outside"));
        Files.writeString(outside.resolve("file"), "stays");
        Files.delete(data.resolve(".gitdav/uploads"));
        Files.createSymbolicLink(data.resolve(".gitdav/uploads"), outside);

        assertThatThrownBy(() -> start()).isInstanceOf(NotDirectoryException.class);

        assertThat(content("outside/file")).isEqualTo("stays");
    }

    @Test
    void whatCannotGoBackIsKept() throws Exception {
        Files.delete(data.resolve("parent"));

        server = start();

        assertThat(content(".gitdav/replaced/1/content/file")).isEqualTo("old");
    }
}
