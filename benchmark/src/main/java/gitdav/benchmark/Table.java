package gitdav.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.OptionalDouble;

/// The results as a table in Markdown, printed line by line: a column for each server, then how many times as fast ours and
/// bare Jetty are as the best of their peers.
final class Table {

    private final List<Candidate> servers;
    private final List<Candidate> compared;
    private final PrintStream out;

    Table(List<Candidate> servers, PrintStream out) {
        this.servers = servers;
        compared = servers.stream().filter(server -> !server.isPeer()).toList();
        this.out = out;
    }

    void printHead() {
        var cells = new ArrayList<String>();
        cells.add("");
        servers.forEach(server -> cells.add(server.title()));
        compared.forEach(server -> cells.add(server.title() + " / best peer"));
        print(cells);
        out.println("| --- |" + " ---: |".repeat(cells.size() - 1));
    }

    /// Prints a row of figures of which more is better.
    ///
    /// @param figures without those of the servers that failed
    void printRow(Row row, Map<Candidate, Double> figures) {
        OptionalDouble best = figures.entrySet().stream().filter(figure -> figure.getKey().isPeer())
                .mapToDouble(Entry::getValue).max();
        var cells = new ArrayList<String>();
        cells.add(row.toString());
        servers.forEach(server -> cells.add(formatted(figures.get(server), "%,.0f", "fails")));
        compared.forEach(server -> cells.add(best.isEmpty() || !figures.containsKey(server)
                ? "-"
                : formatted(figures.get(server) / best.getAsDouble(), "%.2f", "-")));
        print(cells);
    }

    /// Prints what each server takes of the memory in the end, in MiB.
    void printMemory(Map<Candidate, Double> mebibytes) {
        var cells = new ArrayList<String>();
        cells.add("memory, MiB");
        servers.forEach(server -> cells.add(formatted(mebibytes.get(server), "%,.0f", "-")));
        compared.forEach(_ -> cells.add(""));
        print(cells);
    }

    /// The figure in the middle of several rounds; nothing for a server that failed in one of them.
    static Map<Candidate, Double> medians(Map<Candidate, List<OptionalDouble>> rounds) {
        var medians = new EnumMap<Candidate, Double>(Candidate.class);
        rounds.forEach((server, figures) -> {
            if (figures.stream().allMatch(OptionalDouble::isPresent)) {
                double[] sorted = figures.stream().mapToDouble(OptionalDouble::getAsDouble).sorted().toArray();
                medians.put(server, (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
            }
        });
        return medians;
    }

    private void print(List<String> cells) {
        out.println("| " + String.join(" | ", cells) + " |");
    }

    private static String formatted(Double figure, String format, String otherwise) {
        return Optional.ofNullable(figure).map(value -> String.format(Locale.ROOT, format, value)).orElse(otherwise);
    }
}
