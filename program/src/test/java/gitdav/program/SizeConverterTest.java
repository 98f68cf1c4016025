package gitdav.program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SizeConverterTest {

    private final SizeConverter converter = new SizeConverter();

    @Test
    void numberAndUnitAreASize() {
        assertThat(converter.convert("500B")).isEqualTo(500);
        assertThat(converter.convert("64KiB")).isEqualTo(65_536);
        assertThat(converter.convert("100MiB")).isEqualTo(104_857_600);
        assertThat(converter.convert("10GiB")).isEqualTo(10_737_418_240L);
        assertThat(converter.convert("1TiB")).isEqualTo(1_099_511_627_776L);
        assertThat(converter.convert("999999TiB")).isEqualTo(999_999L << 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "GiB", "0B", "-5MiB", "1.5GiB", "10 GiB", "10GB", "10G", "10gib", "1000000TiB"})
    void anythingElseIsRefusedAndQuoted(String text) {
        assertThatThrownBy(() -> converter.convert(text)).hasMessageStartingWith("'" + text + "' is not a size");
    }
}
