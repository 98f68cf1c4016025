package gitdav.e2e;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The talk's story, which asserts itself.
class WalkthroughTest {

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyStepOfTheWalkthroughIsTrue() throws IOException, InterruptedException {
        var builder = new ProcessBuilder("demo/walkthrough").directory(ProgramProcess.ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process walkthrough = builder.start();
        try {
            String output = new String(walkthrough.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(walkthrough.waitFor()).as(output).isZero();
            assertThat(output).contains("All of it is true.");
        } finally {
            walkthrough.destroy();
        }
    }
}
