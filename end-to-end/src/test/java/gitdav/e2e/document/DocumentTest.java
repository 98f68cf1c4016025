package gitdav.e2e.document;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// What [LinksTest] and [SettingsDocumentTest] find in a page.
class DocumentTest {

    @Test
    void linksAreFoundInTextTablesAndPictures() {
        assertThat(page("""
                See [the `store`](a.md#b), ![picture](c.png).
                | [one](d.md) | [two](e.md) |
                <img alt="three" src="f.svg">
                """).links()).map(Document.Link::toString).containsExactly("[the store](a.md#b)", "[picture](c.png)",
                "[one](d.md)", "[two](e.md)", "[three](f.svg)");
    }

    @Test
    void examplesHaveNoLinks() {
        assertThat(page("""
                `[text](target)` and

                ```
                [text](target)
                ```
                """).links()).isEmpty();
    }

    @Test
    void anchorsAreThoseOfGitHub() {
        assertThat(page("""
                # A volume's root: `/data`
                ## One [link](a.md) or two?
                ## Same
                ## Same
                ```
                # no heading
                ```
                """).anchors()).containsExactlyInAnyOrder("a-volumes-root-data", "one-link-or-two", "same", "same-1");
    }

    @Test
    void rowsAreThoseThatBeginWithCode() {
        assertThat(page("""
                | variable | default |
                | --- | --- |
                | `PORT` | `8080` |
                """).rows()).containsExactly(new String[]{"", "`PORT`", "`8080`", ""});
    }

    private static Document page(String text) {
        return new Document(Path.of("/page.md"), text);
    }
}
