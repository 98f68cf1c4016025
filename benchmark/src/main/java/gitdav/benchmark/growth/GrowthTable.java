package gitdav.benchmark.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The results as tables in Markdown, one for each axis: a row for each figure, a column for each size, and the exponents.
final class GrowthTable {

    private GrowthTable() {}

    static String of(Results results) {
        return results.axes().stream().map(axis -> of(axis, results.curves(axis))).collect(Collectors.joining("\n"));
    }

    private static String of(Axis axis, Map<Figure, Curve> curves) {
        SortedSet<Long> sizes = new TreeSet<>();
        curves.values().forEach(curve -> sizes.addAll(curve.points().keySet()));
        var head = new ArrayList<>(List.of(axis.title()));
        sizes.forEach(size -> head.add(String.format(Locale.ROOT, "%,d", size)));
        head.addAll(List.of("exponent", "last step"));
        var table = new StringBuilder(row(head)).append("| --- |").append(" ---: |".repeat(head.size() - 1))
                .append('\n');
        curves.forEach((figure, curve) -> {
            var cells = new ArrayList<>(List.of(figure.title() + unit(figure)));
            sizes.forEach(size -> cells.add(curve.points().containsKey(size) ? figure(curve.points().get(size)) : "-"));
            cells.add(exponent(curve.exponent()));
            cells.add(exponent(curve.lastExponent()));
            table.append(row(cells));
        });
        return table.toString();
    }

    /// Three digits that count.
    static String figure(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : value >= 0.1 ? "%.3f" : "%.4f",
                value);
    }

    static String exponent(OptionalDouble exponent) {
        // Adding 0.0 makes -0.0 a plain 0.
        return exponent.isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "%.2f", Math.round(exponent.getAsDouble() * 100) / 100.0 + 0.0);
    }

    private static String unit(Figure figure) {
        return figure.unit() == Figure.Unit.MEBIBYTES ? ", MiB" : ", s";
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
