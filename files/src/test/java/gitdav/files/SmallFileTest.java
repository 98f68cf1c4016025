package gitdav.files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class SmallFileTest {

    private static final String TIME = "1931-02-03T04:05:06.123456789Z";

    @TempDir
    private Path dir;

    @Test
    void hasItsContentItsTimeAndThePermissionsThatJavaWouldGiveIt() throws IOException {
        Path file = dir.resolve("file ü.txt");

        assertThat(write(file, new byte[]{1, 2, 3})).isTrue();

        assertThat(file).hasBinaryContent(new byte[]{1, 2, 3});
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(TIME);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(dir.resolve("java"))));
    }

    @Test
    void mayBeEmptyOrLargerThanWhatIsWrittenAtATime() throws IOException {
        for (int size : new int[]{0, 1 << 14, 100_001}) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            Path file = dir.resolve("file of " + size);

            assertThat(write(file, content)).isTrue();

            assertThat(file).hasBinaryContent(content);
        }
    }

    @Test
    void whoseTimeIsNotKnownHasTheTimeOfNow() throws IOException {
        Path file = dir.resolve("file");
        Instant before = Instant.now().minusSeconds(2);

        assertThat(SmallFile.write(file, new byte[1], FileStat.NO_TIME)).isTrue();

        assertThat(Files.getLastModifiedTime(file).toInstant()).isAfter(before);
    }

    @Test
    void isNotMadeWhereSomethingIs() throws IOException {
        Path target = dir.resolve("target");
        Path link = Files.createSymbolicLink(dir.resolve("link"), target);
        Path file = Files.writeString(dir.resolve("file"), "as it was");

        assertThat(write(file, new byte[1])).isFalse();
        assertThat(write(link, new byte[1])).isFalse();

        assertThat(file).hasContent("as it was");
        assertThat(target).doesNotExist();
    }

    @Test
    void isNotMadeWhereItsPathMeansNothing() throws IOException {
        Path notText = Path.of(URI.create(dir.toUri() + "%FF%FE"));

        assertThat(write(dir.resolve("no folder/file"), new byte[1])).isFalse();
        assertThat(write(dir.resolve("x".repeat(256)), new byte[1])).isFalse();
        assertThat(write(dir.resolve("x/".repeat(2048) + "x"), new byte[1])).isFalse();
        assertThat(write(notText, new byte[1])).isFalse();

        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void isNotLeftBehindIfOnlyAPartOfItCouldBeWritten() throws IOException, InterruptedException {
        Path file = dir.resolve("file");

        Process limited = new ProcessBuilder("sh", "-c", "ulimit -f 100 && exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                TooLarge.class.getName(),
                file.toString()).redirectErrorStream(true).start();

        assertThat(limited.inputReader().readAllAsString()).isEqualTo("made: false");
        assertThat(limited.waitFor()).isZero();
        assertThat(dir).isEmptyDirectory();
    }

    static final class TooLarge {
        public static void main(String... file) throws IOException {
            System.out.print("made: " + write(Path.of(file[0]), new byte[1 << 20]));
        }
    }

    private static boolean write(Path file, byte[] content) throws IOException {
        return SmallFile.write(file, content, FileTime.from(Instant.parse(TIME)).to(TimeUnit.NANOSECONDS));
    }
}
