package gitdav.benchmark;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class RequirementTest {

    @Test
    void whatIsMissingIsNamedOnceWithTheCommandThatInstallsIt() {
        assertThat(Requirement.missing(List.of(Requirement.of("there", "/"), Requirement.of("wrk", "/absent/wrk"),
                Requirement.of("apache2", "/absent/1"), Requirement.of("apache2", "/absent/2"))))
                .hasValue("not installed: apache2 wrk; apt-get install --no-install-recommends apache2 wrk");
    }

    @Test
    void nothingIsSaidIfEverythingIsThere() {
        assertThat(Requirement.missing(List.of(Requirement.of("there", "/")))).isEmpty();
    }
}
