package gitdav.e2e.volume;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// What webdav-app asks of the kernel for an upload, as `strace` sees it: no test can cut the power, but this is what a
/// power cut depends on.
class FlushedUploadTest {

    private static final String CALLS = "fsync,fdatasync,rename,renameat,renameat2,write,writev,sendto,sendmsg";
    private static final String FLUSH = "f(data)?sync\\(.*";
    private static final String ANSWER = "(write|writev|sendto|sendmsg)\\(.*HTTP/1\\.1 201.*";

    @TempDir
    private Path dir;

    @Test
    void fileAndFolderAreFlushedBeforeTheAnswer() throws Exception {
        List<String> calls = callsOfAnUpload("fsync");

        int fileFlushed = index(calls, FLUSH + "/\\.gitdav/uploads/.*");
        int renamed = index(calls, "rename.*/file\".*");
        int folderFlushed = index(calls, FLUSH + "/data>.*");
        int answered = index(calls, ANSWER);
        assertThat(List.of(fileFlushed, renamed, folderFlushed, answered)).as("%s", calls).isSorted();
    }

    @Test
    void nothingIsFlushedIfThatIsNotAskedFor() throws Exception {
        List<String> calls = callsOfAnUpload("none");

        assertThat(calls).anyMatch(call -> call.matches(".*" + ANSWER)).noneMatch(call -> call.matches(".*" + FLUSH));
    }

    /// Uploads a file named `file`.
    ///
    /// @return the system calls from there on that flush, rename or answer
    private List<String> callsOfAnUpload(String durability) throws Exception {
        Path data = Files.createDirectory(dir.resolve("data"));
        try (var server = ProgramProcess.start("webdav-app", Map.of("DATA_DIR", data.toString(), "PORT", "0",
                "MANAGEMENT_PORT", "0", "WEBDAV_DURABILITY", durability))) {
            URI file = server.uri().resolve("file");
            try (var strace = Strace.attach(server.pid(), "trace=" + CALLS)) {
                put(file);
                return strace.detach().toList();
            }
        }
    }

    private static void put(URI file) throws IOException, InterruptedException {
        try (var http = new Http()) {
            assertThat(http.send("PUT", file, "content").statusCode()).isEqualTo(201);
        }
    }

    /// Where the first call of this kind is.
    private static int index(List<String> calls, String pattern) {
        return IntStream.range(0, calls.size()).filter(i -> calls.get(i).matches(".*" + pattern)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + pattern + " in " + calls));
    }
}
