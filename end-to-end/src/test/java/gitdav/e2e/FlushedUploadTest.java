package gitdav.e2e;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What webdav-app asks of the kernel for an upload, as `strace` sees it: no test can cut the power, but this is what a
/// power cut depends on.
class FlushedUploadTest {

    private static final Path STRACE = Path.of("/usr/bin/strace");
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:\\d+/");
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
        Assumptions.assumeTrue(Files.isExecutable(STRACE), "strace is not installed");
        Path data = Files.createDirectory(dir.resolve("data"));
        Path trace = dir.resolve("trace");
        Path output = dir.resolve("output");
        var builder = new ProcessBuilder(STRACE.toString(), "-f", "-y", "-s", "200", "-o", trace.toString(), "-e",
                "trace=fsync,fdatasync,rename,renameat,renameat2,write,writev,sendto,sendmsg",
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar",
                ProgramProcess.ROOT.resolve("webdav-app/target/webdav-app.jar").toString(), "--data-dir",
                data.toString(),
                "--port", "0", "--management-port", "0").redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("WEBDAV_DURABILITY", durability);
        Process server = builder.start();
        try {
            var address = await().until(() -> ADDRESS.matcher(read(output)),
                    matcher -> matcher.find() || !server.isAlive());
            Assumptions.assumeTrue(server.isAlive(), "strace does not work here: " + read(output));
            int before = read(trace).length();
            put(URI.create(address.group()).resolve("file"));
            await().until(() -> read(trace).contains("HTTP/1.1 201"));
            return read(trace).substring(before).lines().toList();
        } finally {
            // strace alone would leave the server running.
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly().waitFor();
        }
    }

    private static void put(URI file) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(file).PUT(BodyPublishers.ofString("content")).build();
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
        }
    }

    /// Where the first call of this kind is.
    private static int index(List<String> calls, String pattern) {
        return IntStream.range(0, calls.size()).filter(i -> calls.get(i).matches(".*" + pattern)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + pattern + " in " + calls));
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    }
}
