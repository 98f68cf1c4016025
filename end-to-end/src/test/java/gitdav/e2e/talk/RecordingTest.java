package gitdav.e2e.talk;

import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/// The recording of the walkthrough, `docs/pictures/walkthrough.svg`, tells the story as it is now. `demo/record` makes it.
class RecordingTest {

    private static final Path RECORDING = ProgramProcess.ROOT.resolve("docs/pictures/walkthrough.svg");
    private static final long LARGEST = 200_000;

    @Test
    void stepsAreThoseOfTheStory() throws Exception {
        assertThat(texts(parsed().getElementsByTagName("title"))).isEqualTo(titlesOfTheStory());
    }

    @Test
    void lastStepEndsWell() throws Exception {
        assertThat(texts(parsed().getElementsByTagName("text"))).last().isEqualTo("All of it is true.");
    }

    @Test
    void pictureIsSmallAndNeedsNoScriptAndNothingFromElsewhere() throws IOException {
        assertThat(RECORDING).content().doesNotContain("<script", "href=", "@import", "url(");
        assertThat(Files.size(RECORDING)).isLessThan(LARGEST);
    }

    @Test
    void readerWhoWantsNoMotionSeesTheFirstStep() throws IOException {
        String style = Files.readString(RECORDING).replaceFirst("(?s)</style>.*", "");

        assertThat(style.substring(0, style.indexOf("@media (prefers-reduced-motion: no-preference)")))
                .doesNotContain("animation").contains(".step ~ .step { visibility: hidden }");
    }

    /// The commands that the recording shows, without numbers (ports, processes and times are others in each run) and without
    /// blanks, at which `demo/record` breaks lines.
    static List<String> commands() throws Exception {
        NodeList groups = parsed().getElementsByTagName("g");
        return IntStream.range(0, groups.getLength()).mapToObj(groups::item).map(Element.class::cast)
                .filter(group -> group.getAttribute("class").startsWith("command "))
                .map(group -> withoutNumbers(group.getTextContent())).toList();
    }

    /// The same commands in what `demo/walkthrough` prints.
    static List<String> commands(String output) {
        return output.lines().filter(line -> line.startsWith("  $ ")).map(RecordingTest::withoutNumbers).toList();
    }

    private static String withoutNumbers(String command) {
        return command.replaceAll("\\s", "").replaceAll("\\d+", "0");
    }

    private static Document parsed() throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(RECORDING.toFile());
    }

    private static List<String> texts(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).map(Node::getTextContent).toList();
    }

    private static List<String> titlesOfTheStory() throws IOException, InterruptedException {
        Process list = new ProcessBuilder("demo/walkthrough", "--list").directory(ProgramProcess.ROOT.toFile()).start();
        String printed = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(list.waitFor()).isZero();
        return printed.lines().filter(line -> !line.startsWith(" ")).toList();
    }
}
