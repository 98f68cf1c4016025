package gitdav.benchmark;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoadTest {

    @Test
    void rateIsOfTheRequestsThatWereNotRefused() {
        assertThat(Load.rate("Running 3s test\nrequests=1010 refused=10 microseconds=2000000\n")).hasValue(500);
    }

    @Test
    void serverThatRefusesTooMuchHasNoRate() {
        assertThat(Load.rate("requests=1000 refused=21 microseconds=2000000")).isEmpty();
        assertThat(Load.rate("requests=0 refused=0 microseconds=2000000")).isEmpty();
        assertThat(Load.rate("unable to connect")).isEmpty();
    }
}
