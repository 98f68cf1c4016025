package gitdav.program;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.BindException;
import java.net.InetAddress;

import static org.assertj.core.api.Assertions.assertThat;

class PortFailureTest {

    @ParameterizedTest
    @CsvSource({"Address already in use, 'stop what uses it, or change MANAGEMENT_PORT or MANAGEMENT_ADDRESS'",
            "Permission denied, change MANAGEMENT_PORT", "Cannot assign requested address, change MANAGEMENT_ADDRESS"})
    void adviceFitsTheReason(String reason, String advice) {
        assertThat(PortFailure.of(new BindException(reason), InetAddress.getLoopbackAddress(), 80, "MANAGEMENT_PORT"))
                .hasMessageStartingWith("cannot listen on port 80 of 127.0.0.1: ").hasMessageEndingWith(advice);
    }
}
