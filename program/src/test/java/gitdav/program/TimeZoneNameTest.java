package gitdav.program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimeZoneNameTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "UTC", "GMT", "GMT0", "Etc/UTC", "Europe/Berlin", ":Europe/Berlin", "posix/Asia/Kolkata",
                    "GMT+2", "GMT+0"})
    void zoneThatJavaKnowsIsNoProblem(String name) {
        assertThat(TimeZoneName.problem(name)).isEmpty();
    }

    @Test
    void zoneThatIsMisspeltIsRefusedWithWhatIsMeant() {
        assertThat(TimeZoneName.problem("Europe/berlin").orElseThrow()).startsWith("TZ: 'Europe/berlin' is not")
                .endsWith("set TZ=Europe/Berlin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Berlin", "+02:00", "CEST", "GMT+99", "CET-1CEST,M3.5.0,M10.5.0/3"})
    void zoneThatWouldBeUtcWithoutAWordIsRefused(String name) {
        assertThat(TimeZoneName.problem(name).orElseThrow()).contains("'" + name + "'", "such as Europe/Berlin");
    }
}
