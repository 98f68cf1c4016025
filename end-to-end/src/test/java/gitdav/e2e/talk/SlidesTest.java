package gitdav.e2e.talk;

import gitdav.e2e.document.Document;
import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/// The slides need nothing else, and show nothing that is not there.
class SlidesTest {

    private static final Path SLIDES = ProgramProcess.ROOT.resolve("docs/slides.html");
    private static final Pattern SLIDE = Pattern.compile("(?s)<section.*?</section>");
    private static final Pattern COMMANDS = Pattern.compile("(?s)<pre>(.*?)</pre>");
    private static final Pattern FROM_ELSEWHERE = Pattern.compile("(?:src|href)=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("<code class=\"file\">([^<]*)</code>");

    @Test
    void everySlideHasATitleAndNotesForTheSpeaker() throws IOException {
        assertThat(slides()).hasSizeBetween(15, 20)
                .allSatisfy(slide -> assertThat(slide).containsPattern("<h[12]>").contains("<aside>"));
    }

    @Test
    void everyCommandIsInADocument() throws IOException {
        String documents = Document.all().stream().map(Document::text).collect(Collectors.joining("\n"));
        List<String> commands = found(COMMANDS).stream().flatMap(String::lines).filter(line -> !line.isBlank())
                .toList();

        assertThat(commands).hasSizeGreaterThan(10)
                .allSatisfy(command -> assertThat(documents.contains(command)).as(command).isTrue());
    }

    @Test
    void everyFileIsThere() throws IOException {
        assertThat(found(FILE)).isNotEmpty()
                .allSatisfy(file -> assertThat(ProgramProcess.ROOT.resolve(file)).exists());
    }

    @Test
    void nothingComesFromAnotherSite() throws IOException {
        assertThat(found(FROM_ELSEWHERE)).isNotEmpty()
                .allSatisfy(target -> assertThat(SLIDES.resolveSibling(target)).as(target).exists());
    }

    private static List<String> slides() throws IOException {
        return SLIDE.matcher(Files.readString(SLIDES)).results().map(MatchResult::group).toList();
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(SLIDES)).results().map(match -> text(match.group(1))).toList();
    }

    private static String text(String html) {
        return html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
