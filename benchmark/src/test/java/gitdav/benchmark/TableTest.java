package gitdav.benchmark;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

class TableTest {

    private static final List<Candidate> SERVERS = List.of(Candidate.GITDAV, Candidate.APACHE, Candidate.NGINX);

    @Test
    void rowEndsWithOurFigureDividedByTheBestOfTheOthers() {
        assertThat(printed(table -> table.printRow(Row.GET4K,
                Map.of(Candidate.GITDAV, 15000.4, Candidate.APACHE, 5000.0, Candidate.NGINX, 10000.0))))
                .isEqualTo("| get4k | 15,000 | 5,000 | 10,000 | 1.50 |\n");
    }

    @Test
    void serverThatFailedHasNoFigureAndIsNotTheBest() {
        assertThat(printed(table -> table.printRow(Row.COPY1M, Map.of(Candidate.GITDAV, 20.0, Candidate.NGINX, 10.0))))
                .isEqualTo("| copy1m | 20 | fails | 10 | 2.00 |\n");
        assertThat(printed(table -> table.printRow(Row.COPY1M, Map.of(Candidate.NGINX, 10.0))))
                .isEqualTo("| copy1m | fails | fails | 10 | - |\n");
    }

    @Test
    void everyLineHasAsManyCellsAsTheHead() {
        assertThat(printed(table -> {
            table.printHead();
            table.printRow(Row.MKCOL, Map.of());
            table.printMemory(Map.of(Candidate.GITDAV, 100.0));
        }).lines()).allMatch(line -> line.chars().filter(c -> c == '|').count() == 6);
    }

    @Test
    void figureIsTheMedianAndOneFailureIsEnoughToFail() {
        assertThat(Table.medians(Map.of(Candidate.GITDAV, figures(3, 1, 2), Candidate.NGINX, figures(4, 1, 2, 3),
                Candidate.APACHE, List.of(OptionalDouble.of(1), OptionalDouble.empty()))))
                .containsOnly(Map.entry(Candidate.GITDAV, 2.0), Map.entry(Candidate.NGINX, 2.5));
    }

    private static List<OptionalDouble> figures(double... figures) {
        return Arrays.stream(figures).mapToObj(OptionalDouble::of).toList();
    }

    private static String printed(Consumer<Table> print) {
        var out = new ByteArrayOutputStream();
        print.accept(new Table(SERVERS, new PrintStream(out, true, StandardCharsets.UTF_8)));
        return out.toString(StandardCharsets.UTF_8);
    }
}
