package gitdav.contract;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LockFileTest {

    private static final LockFile LOCK = new LockFile("urn:uuid:1", "/a%20b", false, true, true,
            "<D:owner>Grüße 名前 \\ = : # \n</D:owner>", "jürgen", Duration.ofMinutes(3),
            Instant.ofEpochSecond(1_764_000_000));

    @Test
    void whatIsWrittenIsRead() {
        var bytes = LOCK.text().getBytes(LockFile.CHARSET);

        assertThat(LockFile.parse(new String(bytes, LockFile.CHARSET))).isEqualTo(LOCK);
    }

    @Test
    void fileThatIsCutOffIsNoLock() {
        String text = LOCK.text();

        assertThatIllegalArgumentException().isThrownBy(() -> LockFile.parse(""));
        assertThatIllegalArgumentException().isThrownBy(() -> LockFile.parse(text.replaceFirst("(?m)^expires.*$", "")))
                .withMessageContaining("expires");
        assertThatIllegalArgumentException().isThrownBy(() -> LockFile.parse("path=\\u00"));
    }
}
