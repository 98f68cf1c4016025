package gitdav.webdav.share;

import gitdav.files.SwappingProcess;
import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Another program that may write to the volume lets a folder and a link that leads out of the share change places, in one
/// step and as fast as it can (`renameat2(2)`), while clients use the folder by each method.
class ExchangedFolderTest extends WebdavTest {

    private static final int REQUESTS = Integer.getInteger("exchange.requests", 200);
    private static final String UPDATE = "<propertyupdate xmlns='DAV:'><set><prop><a xmlns='x:'>b</a>"
            + "<Win32LastModifiedTime xmlns='urn:schemas-microsoft-com:'>Mon, 01 Jan 2001 00:00:00 GMT"
            + "</Win32LastModifiedTime></prop></set></propertyupdate>";
    private static final String LOCKINFO = "<lockinfo xmlns='DAV:'><lockscope><shared/></lockscope>"
            + "<locktype><write/></locktype></lockinfo>";

    private Path outside;

    @BeforeEach
    void makeAFolderAndALink() throws IOException {
        outside = Files.createDirectories(data.resolveSibling("outside"));
        Files.writeString(outside.resolve("file"), "SECRET");
        Files.createDirectories(outside.resolve("sub"));
        Files.writeString(outside.resolve("sub/deep"), "SECRET");
        Files.createDirectory(data.resolve("folder"));
        Files.createSymbolicLink(data.resolve("link"), outside);
    }

    @Test
    void nothingOutsideIsReadOrWrittenByAnyMethod() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dexchange.requests=" + REQUESTS + " -Dseed=" + seed);
        var random = new Random(seed);
        List<String> before = state();
        try (var exchanging = SwappingProcess.start(data.resolve("folder"), data.resolve("link"))) {
            long exchanges = exchanging.swaps();
            for (int i = 0; i < REQUESTS; i++) {
                HttpResponse<String> answer = request(random);
                assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(500);
                assertThat(answer.body()).doesNotContain("SECRET");
            }
            exchanges = exchanging.swaps() - exchanges;
            System.out.println(exchanges + " exchanges");
            assertThat(exchanges).isGreaterThan(REQUESTS);
        }
        assertThat(state()).isEqualTo(before);
    }

    private HttpResponse<String> request(Random random) throws Exception {
        String file = "/folder/file";
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> send("GET", file, "");
            case 3 -> send("GET", "/folder/", "");
            case 4 -> send("PUT", file, "mine");
            case 5 -> send("PUT", file, "mine", "X-OC-Mtime", "1000000000");
            case 6 -> send("MKCOL", "/folder/new" + random.nextInt(3), "");
            // The copies, too, or they would be in one another, deeper each time.
            case 7 -> send("DELETE", List.of(file, "/folder/sub", "/copy-of-folder").get(random.nextInt(3)), "");
            case 8 -> send("COPY", file, "", "Destination", "/copy");
            case 9 -> send("COPY", "/folder/", "", "Destination", "/copy-of-folder");
            case 10 -> send("MOVE", file, "", "Destination", "/moved");
            case 11 -> send("MOVE", "/moved", "", "Destination", "/folder/moved");
            case 12 -> send("COPY", "/copy-of-folder", "", "Destination", "/folder/sub");
            case 13 -> send("PROPFIND", "/folder/", "", "Depth", "1");
            case 14 -> send("PROPPATCH", file, UPDATE);
            default -> send("LOCK", "/folder/locked" + random.nextInt(100), LOCKINFO, "Timeout", "Second-1");
        };
    }

    /// Every name outside, with content and time.
    private List<String> state() throws IOException {
        try (Stream<Path> files = Files.walk(outside)) {
            return files.sorted().map(ExchangedFolderTest::describe).toList();
        }
    }

    private static String describe(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS) + " "
                    + (Files.isRegularFile(file) ? Files.readString(file) : "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
