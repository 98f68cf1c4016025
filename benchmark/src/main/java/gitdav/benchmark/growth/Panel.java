package gitdav.benchmark.growth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.StringJoiner;

/// One diagram with logarithmic scales: a straight line is a power, and its slope the exponent. Each curve has its name at its
/// right end.
///
/// @param x the left edge of the picture's part for it, which is 390 wide with all names
/// @param y the upper edge of the diagram
/// @param curves of one unit
record Panel(int x, int y, Map<Figure, Curve> curves) {

    private static final int LEFT = 44; // for the numbers
    private static final int WIDTH = 170;
    private static final int HEIGHT = 190;
    private static final int LINE = 16; // of a name

    String svg() {
        if (curves.isEmpty()) {
            return "";
        }
        var svg = new StringBuilder();
        svg.append("  <rect class=\"panel\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"6\"/>\n"
                .formatted(x + LEFT, y, WIDTH, HEIGHT));
        for (int power = lowest(values()); power <= highest(values()); power++) {
            int height = yOf(Math.pow(10, power));
            svg.append("""
                      <path class="grid" d="M%s,%s h%s"/>
                      <text class="small end" x="%s" y="%s">%s</text>
                    """.formatted(x + LEFT, height, WIDTH, x + LEFT - 6, height + 4, power(power)));
        }
        for (int power = lowest(sizes()); power <= highest(sizes()); power++) {
            int place = xOf(Math.pow(10, power));
            svg.append("""
                      <path class="grid" d="M%s,%s v%s"/>
                      <text class="small middle" x="%s" y="%s">%s</text>
                    """.formatted(place, y, HEIGHT, place, y + HEIGHT + 18, power(power)));
        }
        curves.forEach((figure, curve) -> svg.append(drawn(figure, curve)));
        return svg.append(names()).toString();
    }

    private String drawn(Figure figure, Curve curve) {
        String colour = figure.program().name().toLowerCase(Locale.ROOT).replace('_', '-');
        var path = new StringJoiner(" L", "M", "");
        var points = new StringBuilder();
        curve.points().forEach((size, value) -> {
            path.add(xOf(size) + "," + yOf(value));
            points.append("  <circle class=\"point %s\" cx=\"%s\" cy=\"%s\" r=\"3\"/>\n".formatted(colour, xOf(size),
                    yOf(value)));
        });
        return "  <path class=\"curve %s\" d=\"%s\"/>\n".formatted(colour, path) + points;
    }

    /// From the top down, one below the other where the curves are too near for their names.
    private String names() {
        List<Entry<Figure, Curve>> falling = new ArrayList<>(curves.entrySet());
        falling.sort(
                Comparator.comparing((Entry<Figure, Curve> curve) -> last(curve.getValue()).getValue()).reversed());
        int[] heights = new int[falling.size()];
        int bottom = y + HEIGHT;
        for (int i = falling.size() - 1; i >= 0; i--) { // as low as the names below allow
            heights[i] = Math.min(yOf(last(falling.get(i).getValue()).getValue()), bottom);
            bottom = heights[i] - LINE;
        }
        int top = y;
        var svg = new StringBuilder();
        for (int i = 0; i < heights.length; i++) {
            int height = Math.max(heights[i], top);
            top = height + LINE;
            Entry<Long, Double> end = last(falling.get(i).getValue());
            svg.append("""
                      <path class="leader" d="M%s,%s L%s,%s"/>
                      <text class="label" x="%s" y="%s">%s</text>
                    """.formatted(xOf(end.getKey()) + 4, yOf(end.getValue()), x + LEFT + WIDTH + 6, height,
                    x + LEFT + WIDTH + 9, height + 4, GrowthPlot.label(falling.get(i).getKey(),
                            falling.get(i).getValue())));
        }
        return svg.toString();
    }

    private int xOf(double size) {
        double part = (Math.log10(size) - lowest(sizes())) / (highest(sizes()) - lowest(sizes()));
        return (int) Math.round(x + LEFT + 12 + part * (WIDTH - 24));
    }

    private int yOf(double value) {
        double part = (Math.log10(value) - lowest(values())) / (highest(values()) - lowest(values()));
        return (int) Math.round(y + HEIGHT - 8 - part * (HEIGHT - 16));
    }

    private List<Double> sizes() {
        return curves.values().stream().flatMap(curve -> curve.points().keySet().stream()).map(Long::doubleValue)
                .toList();
    }

    private List<Double> values() {
        return curves.values().stream().flatMap(curve -> curve.points().values().stream()).toList();
    }

    /// The power of ten at the lower end of a scale.
    private static int lowest(List<Double> values) {
        return (int) Math.floor(values.stream().mapToDouble(Math::log10).min().orElseThrow());
    }

    /// The power of ten at the upper end of a scale, which is never its lower end.
    private static int highest(List<Double> values) {
        return Math.max(lowest(values) + 1,
                (int) Math.ceil(values.stream().mapToDouble(Math::log10).max().orElseThrow()));
    }

    private static Entry<Long, Double> last(Curve curve) {
        return curve.points().lastEntry();
    }

    private static String power(int power) {
        if (power < 0) {
            return String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power));
        }
        return "1" + "0".repeat(power % 3) + List.of("", "k", "M", "G").get(power / 3);
    }
}
