package gitdav.benchmark.growth;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CurveTest {

    @Test
    void exponentIsThatOfThePower() {
        assertThat(curve(Map.of(10L, 300.0, 100L, 30_000.0, 1_000L, 3_000_000.0)).exponent().orElseThrow()).isEqualTo(2,
                within(1e-9));
    }

    @Test
    void whatDoesNotGrowHasTheExponentNone() {
        Curve curve = curve(Map.of(1L, 5.0, 1_000L, 5.0));

        assertThat(curve.exponent()).hasValue(0);
        assertThat(GrowthTable.exponent(curve.exponent())).isEqualTo("0.00");
    }

    @Test
    void lastStepShowsWhatTheProgramItselfHidesAtSmallSizes() {
        Curve curve = curve(Map.of(10L, 1.001, 1_000L, 1.1, 100_000L, 11.0, 10_000_000L, 1_001.0));

        assertThat(curve.lastExponent().orElseThrow()).isEqualTo(0.98, within(0.01));
        assertThat(curve.exponent().orElseThrow()).isLessThan(0.6);
    }

    @Test
    void oneSizeAloneHasNoExponent() {
        Curve curve = curve(Map.of(10L, 1.0));

        assertThat(curve.exponent()).isEmpty();
        assertThat(curve.lastExponent()).isEmpty();
    }

    static Curve curve(Map<Long, Double> points) {
        return new Curve(new TreeMap<>(points));
    }
}
