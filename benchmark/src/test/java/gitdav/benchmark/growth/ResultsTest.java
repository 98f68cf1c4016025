package gitdav.benchmark.growth;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultsTest {

    @TempDir
    private Path dir;

    @Test
    void nextRunHasTheFiguresOfTheLast() throws IOException {
        Path file = dir.resolve("new/growth.csv");
        Results.in(file).put(Axis.FILES, 1_000, Map.of(Figure.RESTORE, 1.5));
        Results next = Results.in(file);
        next.put(Axis.FILES, 10_000, Map.of(Figure.RESTORE, 3.0));

        assertThat(Results.in(file).curves(Axis.FILES))
                .isEqualTo(Map.of(Figure.RESTORE, CurveTest.curve(Map.of(1_000L, 1.5, 10_000L, 3.0))));
        assertThat(next.axes()).containsExactly(Axis.FILES);
    }

    @Test
    void sizeThatIsMeasuredAgainReplacesItsFigures() throws IOException {
        Path file = dir.resolve("growth.csv");
        Results results = Results.in(file);
        results.put(Axis.FILES, 1_000, Map.of(Figure.RESTORE, 1.5, Figure.LISTING, 0.1));
        results.put(Axis.FILES, 1_000, Map.of(Figure.RESTORE, 1.4));

        assertThat(file).hasContent("axis,size,figure,value\nFILES,1000,RESTORE,1.4");
        assertThat(results.curves(Axis.FILES)).containsOnlyKeys(Figure.RESTORE);
    }

    @Test
    void lineThatIsNoFigureIsNamedAndTheFileIsLeftAlone() throws IOException {
        Path file = Files.writeString(dir.resolve("growth.csv"), "FILES,many,RESTORE,1.4\n");

        assertThatThrownBy(() -> Results.in(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("'FILES,many,RESTORE,1.4'").hasMessageContaining("axis,size,figure,value");
        assertThat(file).hasContent("FILES,many,RESTORE,1.4");
    }
}
