package gitdav.webdav.share;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A disk with room for nothing, for one file or one page, for two, and so on, until a request has the room it needs: each
/// of its steps is once the one that fails. What is refused has changed nothing.
class FullDiskTest extends WebdavTest {

    private static final int PAGE = 4096;
    private static final String UPDATE = "<propertyupdate xmlns='DAV:'><set><prop><a xmlns='x:'>b</a>"
            + "<Win32LastModifiedTime xmlns='urn:schemas-microsoft-com:'>Mon, 01 Jan 2001 00:00:00 GMT"
            + "</Win32LastModifiedTime></prop></set></propertyupdate>";
    private static final String LOCKINFO = "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope>"
            + "<locktype><write/></locktype></lockinfo>";

    private Path disk;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        disk = Files.createDirectory(data.resolveSibling("disk"));
        String reason = run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=300,mode=0777", "tmpfs", disk.toString());
        if (!reason.isEmpty() && !"required".equals(System.getProperty("containers"))) {
            // Maven does not print the reason.
            System.err.println("skipped: this test has to mount a disk, as root: " + reason);
            Assumptions.abort(reason);
        }
        assertThat(reason).as("what keeps this test from mounting a disk, which root may").isEmpty();
        data = Files.createDirectory(disk.resolve("share"));
        Files.createDirectory(disk.resolve("others"));
        restart();
    }

    @AfterEach
    void unmount() throws Exception {
        server.close();
        run("umount", "--lazy", disk.toString());
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({"PUT,/new,", "PUT,/file,", "MKCOL,/new,", "COPY,/file,/new", "COPY,/file,/folder/member",
            "COPY,/folder,/new", "COPY,/folder,/other", "MOVE,/file,/folder/new", "MOVE,/file,/folder/member",
            "MOVE,/folder,/other", "MOVE,/folder,/other/new", "PROPPATCH,/file,", "PROPPATCH,/other/plain,",
            "PROPPATCH,/,", "LOCK,/new,", "LOCK,/file,"})
    void refusedRequestChangesNothing(String method, String path, String destination) throws Exception {
        for (boolean files : new boolean[]{true, false}) {
            int left = 0;
            while (!succeedsOrChangesNothing(method, path, destination, files, left)) {
                left++;
                assertThat(left).as("room that is not enough").isLessThan(40);
            }
        }
    }

    /// @param files whether there is room for so many files, and not for so many pages
    private boolean succeedsOrChangesNothing(String method, String path, String destination, boolean files, int left)
            throws Exception {
        makeShare();
        fill(files, left);
        List<String> before = state();
        String[] headers = destination == null ? new String[0] : new String[]{"Destination", destination};
        String body = switch (method) {
            case "PUT" -> "new content";
            case "PROPPATCH" -> UPDATE;
            case "LOCK" -> LOCKINFO;
            default -> "";
        };

        var answer = send(method, path, body, headers);

        String request = "%s %s with room for %d %s: %s".formatted(method, path, left, files ? "files" : "pages",
                answer.body());
        assertThat(uploadsInProgress()).as(request).isEmpty();
        boolean isDone = answer.statusCode() < 300 && !answer.body().contains(" 507 ");
        if (!isDone) {
            assertThat(answer.statusCode()).as(request).isIn(507, 207);
            assertThat(state()).as(request).isEqualTo(before);
        }
        empty();
        if (isDone && method.equals("LOCK")) {
            status("UNLOCK", path, "Lock-Token", answer.headers().firstValue("Lock-Token").orElseThrow());
        }
        return isDone;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/file", "/folder", "/other/plain"})
    void deletingAlwaysWorks(String path) throws Exception {
        makeShare();
        fill(true, 0);
        fill(false, 0);

        assertThat(status("DELETE", path)).isEqualTo(204);

        assertThat(status("GET", path)).isEqualTo(404);
        assertThat(uploadsInProgress()).isEmpty();
        empty();
        if (!path.equals("/other/plain")) {
            put(path, "another");
            assertThat(send("PROPFIND", path, "", "Depth", "0").body()).doesNotContain("x:");
        }
    }

    @Test
    void nothingChangesOnADiskThatCannotBeWrittenTo() throws Exception {
        makeShare();
        List<String> before = state();
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isEmpty();

        for (String method : List.of("PUT", "MKCOL", "DELETE", "COPY", "MOVE", "PROPPATCH", "LOCK")) {
            String body = method.equals("PROPPATCH") ? UPDATE : method.equals("LOCK") ? LOCKINFO : "";
            String path = method.equals("MKCOL") ? "/new" : "/file";
            assertThat(send(method, path, body, "Destination", "/folder/member").statusCode()).as(method)
                    .isEqualTo(507);
        }

        assertThat(send("GET", "/file", "").body()).isEqualTo("content");
        assertThat(state()).isEqualTo(before);
        assertThat(run("mount", "-o", "remount,rw", disk.toString())).isEmpty();
        assertThat(put("/file", "new")).isEqualTo(204);
    }

    private void makeShare() throws Exception {
        for (String name : List.of("/file", "/folder", "/other", "/new")) {
            status("DELETE", name);
        }
        status("MKCOL", "/folder");
        status("MKCOL", "/other");
        put("/file", "content");
        put("/folder/member", "member");
        put("/other/plain", "plain");
        for (String path : List.of("/file", "/folder", "/folder/member")) {
            assertThat(send("PROPPATCH", path, UPDATE).statusCode()).isEqualTo(207);
        }
    }

    /// Leaves room for so many files, or pages.
    private void fill(boolean files, int left) throws IOException {
        Path others = disk.resolve("others");
        if (files) {
            int made = 0;
            try {
                while (true) {
                    Files.createFile(others.resolve("file" + made));
                    made++;
                }
            } catch (IOException full) {
                for (int i = 1; i <= left; i++) {
                    Files.delete(others.resolve("file" + (made - i)));
                }
            }
            return;
        }
        // Of the file that is there already: there may be no room for another.
        Path large = Files.exists(others.resolve("file0")) ? others.resolve("file0") : others.resolve("large");
        try (var file = FileChannel.open(large, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            try {
                while (true) {
                    file.write(ByteBuffer.allocate(PAGE));
                }
            } catch (IOException full) {
                file.truncate(file.size() / PAGE * PAGE - (long) left * PAGE);
            }
        }
    }

    private void empty() throws IOException {
        try (Stream<Path> others = Files.list(disk.resolve("others"))) {
            for (Path file : others.toList()) {
                Files.delete(file);
            }
        }
    }

    /// Of the users' files and folders, everything; of the server's own, the files.
    private List<String> state() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> !file.startsWith(data.resolve(".gitdav")) || Files.isRegularFile(file))
                    .filter(file -> !file.equals(data)).sorted().map(this::describe).toList();
        }
    }

    private String describe(Path file) {
        try {
            String time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toString();
            return data.relativize(file) + " "
                    + (Files.isRegularFile(file) ? time + " " + Files.readString(file) : "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : "it failed: " + output;
        } catch (IOException missing) {
            return missing.getMessage();
        }
    }
}
