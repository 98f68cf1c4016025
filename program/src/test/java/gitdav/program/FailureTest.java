package gitdav.program;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

class FailureTest {

    @Test
    void fileSystemsReasonIsPutIntoWordsBehindTheFile() {
        assertThat(Failure.describe(new NoSuchFileException("/a"))).isEqualTo("/a: there is no such file or folder");
        assertThat(Failure.describe(new AccessDeniedException("/gone/a"))).isEqualTo("/gone/a: permission denied");
        assertThat(Failure.describe(new DirectoryNotEmptyException("/a"))).isEqualTo("/a: directory not empty");
        assertThat(Failure.describe(new FileSystemException("/a", null, "strange"))).isEqualTo("/a: strange");
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, disk is full", "Disk quota exceeded, raise the quota",
            "Read-only file system, readOnly of the volume", "Operation not permitted, only its owner may do that",
            "Permission denied, permission denied", "File name too long, rename it", "Invalid argument, rename it",
            "Function not implemented, use a StorageClass", "Operation not supported, use a StorageClass",
            "Input/output error, look at the kernel's log", "Structure needs cleaning, fsck",
            "Stale file handle, start the pod again", "Transport endpoint is not connected, start the pod again",
            "Invalid cross-device link, mountPath", "Device or resource busy, mountPath",
            "Too many levels of symbolic links, delete the link", "File too large, use a StorageClass",
            "Too many links, use a StorageClass", "Text file busy, end the program",
            "Is a directory, rename or delete", "File exists, rename one of them",
            "Directory not empty, move what is in it",
            "Invalid or incomplete multibyte or wide character, rename it",
            "Too many open files, ulimit -n", "Too many open files in system, fs.file-max"})
    void systemsErrorIsPutIntoWordsThatSayWhereToLook(String error, String expected) {
        assertThat(Failure.describe(new FileSystemException("/gone/a", null, error))).startsWith("/gone/a: ")
                .contains(expected).doesNotContain(error);
        assertThat(Failure.reason(new IOException(error))).contains(expected).doesNotContain(error);
    }

    @Test
    void whereNoFileIsNamedThePlacesItMayBeInAre(@TempDir Path dir) {
        assertThat(Failure.describe(new IOException("No space left on device"), dir, Path.of("/gone")))
                .matches("a file in \\Q" + dir + "\\E \\(\\d+ MiB free\\) or /gone: its disk is full.*");
        assertThat(Failure.describe(new IOException("cannot reach git.example.org"), dir))
                .isEqualTo("cannot reach git.example.org");
    }

    @Test
    void refusalNamesTheOwnerOfTheFolder(@TempDir Path dir) throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/task")), "only Linux says who a process is");

        assertThat(Failure.describe(new AccessDeniedException(dir.resolve("new").toString())))
                .startsWith(dir + "/new: permission denied: the folder " + dir + " belongs to ")
                .contains("with mode 0700, and this program runs as ", "runAsUser", "fsGroup");
    }

    @Test
    void whomTheProgramRunsAsIsSaidOnceOfSeveralFiles(@TempDir Path dir) throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/task")), "only Linux says who a process is");
        List<String> lines = Stream.of("one", "other").map(dir::resolve)
                .map(file -> Failure.describe(new AccessDeniedException(file.toString()))).toList();

        List<String> said = Failure.together(lines);

        assertThat(said).hasSize(3).last(STRING).startsWith("this program runs as ").contains("runAsUser");
        assertThat(said.subList(0, 2)).allMatch(line -> line.endsWith("with mode 0700"));
        assertThat(Failure.together(List.of("/data/one is a pipe"))).containsExactly("/data/one is a pipe");
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
