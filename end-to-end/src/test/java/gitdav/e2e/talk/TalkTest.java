package gitdav.e2e.talk;

import gitdav.e2e.pod.ProgramProcess;
import gitdav.servers.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/talk.md` and its pictures say what the scripts of the story say.
class TalkTest {

    private static final Path TALK = ProgramProcess.ROOT.resolve("docs/talk.md");
    private static final Pattern TABLE = Pattern.compile("(?s)\\| step \\| of the talk \\|\n.*?\n\n");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z][^|]*) \\|");
    private static final Pattern CODE_OR_MANIFEST = Pattern.compile("\\[\\w+(\\.yaml)?]\\(\\.\\./");

    @Test
    void eachStepOfTheStoryHasItsPlaceInTheTalk() throws IOException {
        var steps = new ArrayList<String>();
        for (String script : List.of("demo/walkthrough", "demo/walkthrough --wrong", "k8s/smoke-test")) {
            String list = Command.run("bash", "-c", ProgramProcess.ROOT.resolve(script) + " --list");
            steps.addAll(list.lines().filter(line -> !line.startsWith(" "))
                    .map(line -> line.replaceFirst("\\d+\\. ", "")).toList());
        }
        String table = TABLE.matcher(Files.readString(TALK)).results().map(MatchResult::group).findFirst()
                .orElseThrow();

        assertThat(ROW.matcher(table).results().map(row -> row.group(1)).toList()).doesNotHaveDuplicates()
                .containsAll(steps).allMatch(steps::contains);
    }

    @Test
    void eachAnswerNamesCodeOrAManifestToOpen() throws IOException {
        String questions = Files.readString(TALK).replaceFirst("(?s).*\n## What people ask\n", "")
                .replaceFirst("(?s)\n## .*", "");

        assertThat(Arrays.stream(questions.split("(?m)^\\*\\*")).skip(1)).hasSize(10).allSatisfy(answer -> {
            assertThat(answer.substring(0, answer.lastIndexOf("Open")).split("\\.\\s")).hasSizeGreaterThanOrEqualTo(3);
            assertThat(answer).containsPattern(CODE_OR_MANIFEST);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pod", "start", "stop", "disaster"})
    void pictureIsWellFormedAndHasColoursForTheDark(String name) throws Exception {
        Path picture = ProgramProcess.ROOT.resolve("docs/pictures/" + name + ".svg");

        String root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile())
                .getDocumentElement().getTagName();

        assertThat(root).isEqualTo("svg");
        assertThat(picture).content().contains("fill: #", "@media (prefers-color-scheme: dark)");
    }
}
