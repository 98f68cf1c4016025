package gitdav.benchmark.growth;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

class GrowthPlotTest {

    @TempDir
    private Path dir;
    private Results results;

    @BeforeEach
    void measured() throws Exception {
        results = Results.in(dir.resolve("growth.csv"));
        for (long size : new long[]{10, 1_000, 100_000}) {
            results.put(Axis.ENTRIES, size,
                    Map.of(Figure.LISTING, size / 1_000.0, Figure.RESTORE, size / 1_000.0, Figure.GIT_STORE, 3.0));
        }
    }

    @Test
    void everyCurveIsDrawnAndNamedWithItsExponents() throws Exception {
        Document picture = parsed(GrowthPlot.of(results));

        assertThat(texts(picture)).contains("files in one folder", "listing 1.00 / 1.00",
                "restore 1.00 / 1.00", "git store, disk 0.00 / 0.00");
        assertThat(elements(picture, "circle")).hasSize(9);
        assertThat(elements(picture, "path")).filteredOn(path -> path.getAttribute("d").contains(" L"))
                .filteredOn(path -> path.getAttribute("class").startsWith("curve")).hasSize(3);
    }

    @Test
    void namesOfCurvesThatEndTogetherAreApart() throws Exception {
        List<Integer> heights = elements(parsed(GrowthPlot.of(results)), "text").stream()
                .filter(text -> text.getTextContent().endsWith("1.00 / 1.00"))
                .map(text -> Integer.valueOf(text.getAttribute("y"))).toList();

        assertThat(heights).hasSize(2);
        assertThat(Math.abs(heights.getFirst() - heights.getLast())).isGreaterThanOrEqualTo(16);
    }

    @Test
    void aSingleSizeIsAPointWithoutExponent() throws Exception {
        Results one = Results.in(dir.resolve("one.csv"));
        one.put(Axis.FILES, 1_000, Map.of(Figure.RESTORE, 1.0));

        assertThat(texts(parsed(GrowthPlot.of(one)))).contains("restore - / -");
    }

    @Test
    void tableHasEverySizeAndBothExponents() {
        assertThat(GrowthTable.of(results)).isEqualTo("""
                | files in one folder | 10 | 1,000 | 100,000 | exponent | last step |
                | --- | ---: | ---: | ---: | ---: | ---: |
                | restore, s | 0.0100 | 1.00 | 100 | 1.00 | 1.00 |
                | listing, s | 0.0100 | 1.00 | 100 | 1.00 | 1.00 |
                | git store, disk, MiB | 3.00 | 3.00 | 3.00 | 0.00 | 0.00 |
                """);
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> texts(Document picture) {
        return elements(picture, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<Element> elements(Document picture, String name) {
        NodeList found = picture.getElementsByTagName(name);
        var elements = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
