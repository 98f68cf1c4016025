package gitdav.program;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ForeignTextTest {

    @Test
    void linesBecomeOneLine() {
        assertThat(ForeignText.oneLine("\n one\r\n\n  two\n")).isEqualTo("one; two");
    }

    @Test
    void whatMovesACursorOrTurnsTheTextIsTakenOut() {
        assertThat(ForeignText.oneLine("a\u001b[2Kb\u009bc\u202ed\u2028e\0")).isEqualTo("a?[2Kb?c?d; e?");
    }

    @Test
    void pageOfHtmlIsCutOffAndSaysByHowMuch() {
        String line = ForeignText.oneLine("<p>".repeat(100_000));

        assertThat(line).hasSizeLessThan(550).startsWith("<p><p>").endsWith("... (299500 more characters)");
    }
}
