package gitdav.e2e.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What hinders people who cannot see well, or use no mouse, as far as a program can find it:
/// [axe-core](https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md).
final class Accessibility {

    private static final String AXE = read("/axe.min.js");
    private static final String RULES = """
            return axe.run(document, { resultTypes: ['violations'], iframes: false,
                rules: { 'target-size': { enabled: true } } }).then(({ violations }) => violations.flatMap(rule =>
                rule.nodes.map(node => `${rule.id}: ${node.html}: ${node.failureSummary}`)))""";

    private Accessibility() {}

    /// The rules that the page breaks as it is shown now, each with the element.
    @SuppressWarnings("unchecked") // As WebDriver has it
    static List<String> violations(Browser browser) {
        browser.js(AXE);
        return (List<String>) browser.js(RULES);
    }

    private static String read(String resource) {
        try (InputStream script = Accessibility.class.getResourceAsStream(resource)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
