package gitdav.init;

import org.junit.jupiter.api.Test;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;

import static org.assertj.core.api.Assertions.assertThat;

class NotBackedUpTest extends BackedUpPod {

    @Test
    void intactIsSaidWithWhatIsNotBackedUp() throws Exception {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(pod.file("folder").resolve("socket"))).close();
        String expected = "1 entry is skipped: " + pod.file("folder/socket") + " is neither";

        assertThat(pod.check()).startsWith("ahead: changed since the last backup").contains("; but " + expected);
        pod.backUp();
        for (int start = 0; start < 2; start++) {
            assertThat(pod.check()).startsWith("intact, but " + expected);
            assertThat(pod.check("--json")).contains("\"skipped\":[\"" + pod.file("folder/socket") + " is neither");
            pod.start();
            pod.backUp();
        }
    }
}
