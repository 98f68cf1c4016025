package gitdav.e2e.talk;

import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The slides need nothing else, and show nothing that is not there.
class SlidesTest {

    private static final Path SLIDES = ProgramProcess.ROOT.resolve("docs/slides.html");
    private static final Pattern SLIDE = Pattern.compile("(?s)<section.*?</section>");
    private static final Path TALK = SLIDES.resolveSibling("talk.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|");
    private static final Pattern MINUTE = Pattern.compile("<aside>Minute (\\d+)\\.");
    private static final Pattern PICTURE = Pattern
            .compile("data-picture=\"([^\"]*)\" src=\"data:image/svg\\+xml;base64,([^\"]*)\"");
    private static final Pattern OUTPUT = Pattern.compile("(?s)<pre class=\"output\">(.*?)</pre>");
    private static final Pattern COMMANDS = Pattern.compile("(?s)<pre>(.*?)</pre>");
    private static final Pattern FROM_ELSEWHERE = Pattern.compile("(?:src|href)=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("<code class=\"file\">([^<]*)</code>");

    @Test
    void everySlideHasATitleAndNotesForTheSpeaker() throws IOException {
        assertThat(slides()).hasSizeBetween(15, 20)
                .allSatisfy(slide -> assertThat(slide).containsPattern("<h[12]>").contains("<aside>"));
    }

    @Test
    void everyCommandAndEveryAnswerIsInTheTalkOrInTheReadme() throws IOException {
        String documents = oneBlankEach(
                Files.readString(TALK) + Files.readString(ProgramProcess.ROOT.resolve("README.md")));
        List<String> lines = Stream.concat(found(COMMANDS).stream(), found(OUTPUT).stream())
                .flatMap(String::lines).filter(line -> !line.isBlank()).toList();

        assertThat(lines).hasSizeGreaterThan(40)
                .allSatisfy(line -> assertThat(documents.contains(oneBlankEach(line))).as(line).isTrue());
    }

    private static String oneBlankEach(String text) {
        return text.replaceAll(" +", " ");
    }

    @Test
    void minutesOfTheNotesAreThoseOfTheTalk() throws IOException {
        String talk = Files.readString(TALK);
        List<Integer> starts = new ArrayList<>();
        int minute = 0;
        for (MatchResult row : ROW.matcher(talk.replaceFirst("(?s)### Start.*", "")).results().toList()) {
            starts.add(minute);
            minute += Integer.parseInt(row.group(1));
        }

        assertThat(found(MINUTE)).extracting(Integer::valueOf).isEqualTo(starts);
        assertThat(talk).contains(" " + minute + " minutes with the cluster");
    }

    @Test
    void everyPictureIsInTheFileAsItIsInItsOwn() throws IOException {
        assertThat(PICTURE.matcher(Files.readString(SLIDES)).results()).hasSize(4).allSatisfy(
                picture -> assertThat(Base64.getDecoder().decode(picture.group(2)))
                        .as("docs/pictures/embed was not run after a change of %s", picture.group(1))
                        .isEqualTo(Files.readAllBytes(SLIDES.resolveSibling(picture.group(1)))));
    }

    @Test
    void everyFileIsThere() throws IOException {
        assertThat(found(FILE)).isNotEmpty()
                .allSatisfy(file -> assertThat(ProgramProcess.ROOT.resolve(file)).exists());
    }

    @Test
    void nothingComesFromAnotherFile() throws IOException {
        assertThat(found(FROM_ELSEWHERE)).isNotEmpty().allMatch(target -> target.startsWith("data:"));
    }

    private static List<String> slides() throws IOException {
        return SLIDE.matcher(Files.readString(SLIDES)).results().map(MatchResult::group).toList();
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(SLIDES)).results().map(match -> text(match.group(1))).toList();
    }

    private static String text(String html) {
        return html.replaceAll("</?b>", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
