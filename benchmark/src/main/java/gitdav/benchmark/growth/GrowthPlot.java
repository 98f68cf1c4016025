package gitdav.benchmark.growth;

import gitdav.benchmark.growth.Figure.Unit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The results as a picture: for each axis one [Panel] of processor time and one of space, in the colours and the type of the
/// documentation's other pictures, readable on light and on dark pages.
final class GrowthPlot {

    private static final int WIDTH = 860;
    private static final int ROW_HEIGHT = 290;
    private static final String STYLE = """
              <style>
                text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
                .name { font-weight: 600; font-size: 15px; }
                .label { font-size: 12px; }
                .small { font-size: 12px; fill: #59636e; }
                .middle { text-anchor: middle; }
                .end { text-anchor: end; }
                .panel { fill: #f6f8fa; stroke: #8c959f; stroke-width: 1; }
                .grid { stroke: #d1d9e0; stroke-width: 1; }
                .curve { fill: none; stroke-width: 2.5; }
                .leader { fill: none; stroke: #8c959f; stroke-width: 1; }
                .git-init { stroke: #9a6700; }
                .git-backup { stroke: #1a7f37; }
                .webdav-app { stroke: #0969da; }
                .point { stroke-width: 2; fill: #ffffff; }
                @media (prefers-color-scheme: dark) {
                  text { fill: #f0f6fc; }
                  .small { fill: #9198a1; }
                  .panel { fill: #161b22; stroke: #6e7681; }
                  .grid { stroke: #30363d; }
                  .leader { stroke: #6e7681; }
                  .git-init { stroke: #d29922; }
                  .git-backup { stroke: #3fb950; }
                  .webdav-app { stroke: #4493f8; }
                  .point { fill: #0d1117; }
                }
              </style>
            """;

    private GrowthPlot() {}

    /// The picture, as SVG.
    static String of(Results results) {
        List<Axis> axes = results.axes();
        var svg = new StringBuilder(String.format(Locale.ROOT,
                """
                        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title description">
                          <title id="title">How it grows</title>
                          <desc id="description">%s</desc>
                        """,
                WIDTH, 30 + axes.size() * ROW_HEIGHT, description(results))).append(STYLE).append(legend());
        for (int row = 0; row < axes.size(); row++) {
            Axis axis = axes.get(row);
            int top = 30 + row * ROW_HEIGHT;
            svg.append(String.format(Locale.ROOT, "  <text class=\"name\" x=\"40\" y=\"%d\">%s</text>%n", top + 22,
                    axis.title()));
            svg.append(new Panel(40, top + 54, curves(results, axis, Unit.PROCESSOR_SECONDS)).svg());
            svg.append(new Panel(470, top + 54, curves(results, axis, Unit.MEBIBYTES)).svg());
            for (Unit unit : Unit.values()) {
                svg.append(String.format(Locale.ROOT, "  <text class=\"small\" x=\"%d\" y=\"%d\">%s</text>%n",
                        unit == Unit.PROCESSOR_SECONDS ? 40 : 470, top + 44, unit.title()));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static String legend() {
        return """
                  <path class="curve git-init" d="M40,18 h24"/><text x="70" y="22">git-init</text>
                  <path class="curve git-backup" d="M150,18 h24"/><text x="180" y="22">git-backup</text>
                  <path class="curve webdav-app" d="M280,18 h24"/><text x="310" y="22">webdav-app</text>
                  <text class="small end" x="820" y="22">behind each name: the exponent, and that of the last step</text>
                """;
    }

    /// All that the picture says, for those who do not see it.
    private static String description(Results results) {
        return results.axes().stream()
                .map(axis -> axis.title() + ": " + results.curves(axis).entrySet().stream()
                        .map(curve -> label(curve.getKey(), curve.getValue())).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    static String label(Figure figure, Curve curve) {
        return figure.title() + " " + GrowthTable.exponent(curve.exponent()) + " / "
                + GrowthTable.exponent(curve.lastExponent());
    }

    private static Map<Figure, Curve> curves(Results results, Axis axis, Unit unit) {
        var curves = new TreeMap<Figure, Curve>(results.curves(axis));
        curves.keySet().removeIf(figure -> figure.unit() != unit);
        return curves;
    }
}
