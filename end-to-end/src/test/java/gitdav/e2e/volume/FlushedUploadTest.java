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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What webdav-app asks of the kernel for an upload, and when something moves or goes, as `strace` sees it: no test can cut the
/// power, but this is what a power cut depends on.
class FlushedUploadTest {

    private static final String CALLS = "fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,rmdir,"
            + "write,writev,sendto,sendmsg";
    private static final String FLUSH = "f(data)?sync\\(.*";
    private static final Pattern NOTED = Pattern.compile("rename.*/([0-9a-f-]{36}-\\d+)\", .*/\\1\".*");

    @TempDir
    private Path dir;

    @Test
    void fileAndFolderAreFlushedBeforeTheAnswer() throws Exception {
        List<String> calls = callsOf("fsync", server -> send("PUT", server, "file", "content"));

        assertInOrder(calls, FLUSH + "/\\.gitdav/uploads/.*", "rename.*/file\".*", FLUSH + "/data>.*", answer(201));
    }

    @Test
    void nothingIsFlushedIfThatIsNotAskedFor() throws Exception {
        List<String> calls = callsOf("none", server -> send("PUT", server, "file", "content"));

        assertThat(calls).anyMatch(call -> call.matches(".*" + answer(201)))
                .noneMatch(call -> call.matches(".*" + FLUSH));
    }

    @Test
    void moveIsOnTheDiskFirstWhereItGoesAndItsNoteGoesLast() throws Exception {
        List<String> calls = callsOf("fsync", server -> send("MOVE", server, "noted", "", "Destination",
                "/folder/moved"));

        assertInOrder(calls, FLUSH + "/\\.gitdav/following>.*", "rename.*/noted\".*", FLUSH + "/data/folder>.*",
                FLUSH + "/data>.*", "rename.*/noted\\.xml\".*", FLUSH + "/properties/share\\.d/folder\\.d>.*",
                noteGoes(calls), answer(201));
    }

    @Test
    void propertiesAreOnTheDiskWhereTheyGoBeforeTheyAreGone() throws Exception {
        List<String> calls = callsOf("fsync", server -> send("MOVE", server, "folder/noted", "", "Destination",
                "/moved"));

        assertInOrder(calls, "rename.*/noted\\.xml\".*", FLUSH + "/properties/share\\.d>.*",
                FLUSH + "/properties/share\\.d/folder\\.d>.*", noteGoes(calls), answer(201));
    }

    @Test
    void fileThatIsDeletedIsGoneOnTheDiskBeforeItsNote() throws Exception {
        List<String> calls = callsOf("fsync", server -> send("DELETE", server, "noted", ""));

        assertInOrder(calls, FLUSH + "/\\.gitdav/following>.*", "rename.*/noted\".*", FLUSH + "/data>.*",
                "rename.*/noted\\.xml\".*", FLUSH + "/properties/share\\.d>.*", noteGoes(calls), answer(204));
    }

    /// Makes a request of a server that has a folder `folder`, and a file `noted` with properties in it and beside it.
    ///
    /// @return the system calls from there on that flush, rename, delete or answer
    private List<String> callsOf(String durability, Client client) throws Exception {
        Path data = Files.createDirectory(dir.resolve("data"));
        try (var server = ProgramProcess.start("webdav-app", Map.of("DATA_DIR", data.toString(), "PORT", "0",
                "MANAGEMENT_PORT", "0", "WEBDAV_DURABILITY", durability))) {
            send("MKCOL", server.uri(), "folder", "");
            for (String file : List.of("noted", "folder/noted")) {
                send("PUT", server.uri(), file, "content");
                send("PROPPATCH", server.uri(), file,
                        "<propertyupdate xmlns='DAV:'><set><prop><x xmlns='urn:x'>1</x></prop></set></propertyupdate>");
            }
            try (var strace = Strace.attach(server.pid(), "trace=" + CALLS)) {
                client.send(server.uri());
                return strace.detach().toList();
            }
        }
    }

    private interface Client {
        void send(URI server) throws Exception;
    }

    private static void send(String method, URI server, String path, String body, String... headers)
            throws IOException, InterruptedException {
        try (var http = new Http()) {
            assertThat(http.send(method, server.resolve(path), body, headers).statusCode()).isBetween(200, 299);
        }
    }

    private static String answer(int status) {
        return "(write|writev|sendto|sendmsg)\\(.*HTTP/1\\.1 " + status + ".*";
    }

    /// The note comes from staging under the name that it has there.
    private static String noteGoes(List<String> calls) {
        String note = calls.stream().map(NOTED::matcher).filter(Matcher::find).findFirst().orElseThrow().group(1);
        return "unlink.*/" + note + "\".*";
    }

    private static void assertInOrder(List<String> calls, String... patterns) {
        assertThat(Stream.of(patterns).map(pattern -> index(calls, pattern)).toList()).as("%s", calls).isSorted();
    }

    /// Where the first call of this kind is.
    private static int index(List<String> calls, String pattern) {
        return IntStream.range(0, calls.size()).filter(i -> calls.get(i).matches(".*" + pattern)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + pattern + " in " + calls));
    }
}
