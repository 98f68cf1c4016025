package gitdav.webdav.client;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.webdav.WebdavTest;
import gitdav.webdav.client.ClientProgram.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// rclone as a client that keeps modification times (`X-OC-Mtime`), as it does with ownCloud.
@Tag("long")
class RcloneTest extends WebdavTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

    @TempDir
    private Path home;
    private ClientProgram rclone;
    private Path source;

    @BeforeEach
    void makeSomethingToCopy() throws Exception {
        rclone = ClientProgram.require("rclone", home);
        source = home.resolve("source");
        file("readme.txt", "read me");
        file("folder/deeper/grüße & 100% #1?.txt", "grüße");
        file("folder/empty", "");
        file("folder/large", "0123456789".repeat(100_000));
    }

    @Test
    void copiesATreeToTheShareAndBack() throws Exception {
        rclone("copy", source.toString(), ":webdav:copy");
        rclone("check", "--download", source.toString(), ":webdav:copy");
        rclone("copy", ":webdav:copy", home.resolve("back").toString());
        rclone("check", "--download", source.toString(), home.resolve("back").toString());

        assertThat(content("copy/folder/deeper/grüße & 100% #1?.txt")).isEqualTo("grüße");
    }

    @Test
    void keepsModificationTimes() throws Exception {
        rclone("copy", source.toString(), ":webdav:copy");
        rclone("copy", ":webdav:copy", home.resolve("back").toString());

        assertThat(Files.getLastModifiedTime(data.resolve("copy/readme.txt"))).isEqualTo(LONG_AGO);
        assertThat(Files.getLastModifiedTime(home.resolve("back/readme.txt"))).isEqualTo(LONG_AGO);
    }

    /// To the second, as the header has it.
    @Test
    void keepsTimesBefore1970AndWithMilliseconds() throws Exception {
        touch("readme.txt", "1969-07-20T20:17:40Z");
        touch("folder/empty", "2001-02-03T04:05:06.789Z");
        rclone("copy", source.toString(), ":webdav:copy");

        assertThat(timeOf("copy/readme.txt")).isEqualTo(Instant.parse("1969-07-20T20:17:40Z"));
        assertThat(timeOf("copy/folder/empty")).isEqualTo(Instant.parse("2001-02-03T04:05:06Z"));
        assertThat(rclone("sync", "-v", source.toString(), ":webdav:copy").output())
                .contains("There was nothing to transfer");
    }

    private void touch(String name, String time) throws IOException {
        Files.setLastModifiedTime(source.resolve(name), FileTime.from(Instant.parse(time)));
    }

    private Instant timeOf(String name) throws IOException {
        return Files.getLastModifiedTime(data.resolve(name)).toInstant();
    }

    @Test
    void findsNothingThatTheShareCannotStore() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        Outcome info;
        try {
            info = rclone("test", "info", "--all", ":webdav:");
        } finally {
            root.detachAppender(log);
        }

        assertThat(info.output()).contains("'/', '\\x00'\n", "maxFileLength = 255 // for 1 byte unicode characters",
                "canWriteUnnormalized = true", "canReadUnnormalized   = true", "canStream = true");
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    @Test
    void syncTransfersWhatHasChangedAndNothingElse() throws Exception {
        rclone("sync", source.toString(), ":webdav:mirror");
        assertThat(rclone("sync", "-v", source.toString(), ":webdav:mirror").output())
                .contains("There was nothing to transfer");

        Files.writeString(source.resolve("readme.txt"), "changed");
        Files.delete(source.resolve("folder/empty"));
        rclone("sync", source.toString(), ":webdav:mirror");

        rclone("check", "--download", source.toString(), ":webdav:mirror");
        assertThat(data.resolve("mirror/folder/empty")).doesNotExist();
    }

    @Test
    void movesAndRemovesTrees() throws Exception {
        rclone("copy", source.toString(), ":webdav:copy");
        rclone("moveto", ":webdav:copy/folder", ":webdav:moved");
        rclone("purge", ":webdav:copy");

        rclone("check", "--download", source.resolve("folder").toString(), ":webdav:moved");
        assertThat(namesIn(data)).containsExactly(".gitdav", "moved");
    }

    private void file(String name, String content) throws Exception {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    /// Runs it; it must succeed at once, without a second try.
    private Outcome rclone(String... arguments) throws Exception {
        var outcome = rclone.run("", Map.of("RCLONE_WEBDAV_URL", server.uri().toString(), "RCLONE_WEBDAV_VENDOR",
                "owncloud", "RCLONE_RETRIES", "1", "RCLONE_LOW_LEVEL_RETRIES", "1", "RCLONE_CONFIG",
                home.resolve("none").toString()), arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome;
    }
}
