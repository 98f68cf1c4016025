package gitdav.container;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import static org.assertj.core.api.Assertions.assertThat;

class FailureTest {

    @Test
    void fileSystemsReasonIsPutIntoWordsBehindTheFile() {
        assertThat(Failure.describe(new NoSuchFileException("/a"))).isEqualTo("/a: there is no such file or folder");
        assertThat(Failure.describe(new AccessDeniedException("/a"))).isEqualTo("/a: permission denied");
        assertThat(Failure.describe(new DirectoryNotEmptyException("/a"))).isEqualTo("/a: directory not empty");
        assertThat(Failure.describe(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("/a: No space left on device");
    }

    @Test
    void messageIsTakenAsItIs() {
        assertThat(Failure.describe(new IOException("cannot reach git.example.org")))
                .isEqualTo("cannot reach git.example.org");
    }

    @Test
    void failureWithoutAMessageIsNamed() {
        assertThat(Failure.describe(new java.io.EOFException())).isEqualTo("eof");
    }
}
