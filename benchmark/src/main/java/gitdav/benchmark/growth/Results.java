package gitdav.benchmark.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// All figures, in a file with a line `axis,size,figure,value` for each: a size that takes hours is measured once, and a
/// run that is stopped keeps what it has. Not thread-safe.
final class Results {

    private static final String HEAD = "axis,size,figure,value";

    private final Path file;
    private final Map<Axis, Map<Figure, NavigableMap<Long, Double>>> figures = new EnumMap<>(Axis.class);

    private Results(Path file) {
        this.file = file;
    }

    /// What is in the file already.
    ///
    /// @param file need not exist
    /// @throws IOException if it cannot be read, or a line is none of ours
    static Results in(Path file) throws IOException {
        var results = new Results(file);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (!line.equals(HEAD)) {
                    results.add(line);
                }
            }
        }
        return results;
    }

    /// Takes the figures of a size, in the place of earlier ones, and writes the file.
    void put(Axis axis, long size, Map<Figure, Double> measured) throws IOException {
        figures.getOrDefault(axis, Map.of()).values().forEach(points -> points.remove(size));
        measured.forEach((figure, value) -> put(axis, size, figure, value));
        var lines = new ArrayList<>(List.of(HEAD));
        figures.forEach((one, byFigure) -> byFigure.forEach((figure, points) -> points
                .forEach((at, value) -> lines.add(String.join(",", one.name(), at.toString(), figure.name(),
                        value.toString())))));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    /// The curves of an axis, in the order of the figures; those without a point are not there.
    Map<Figure, Curve> curves(Axis axis) {
        var curves = new EnumMap<Figure, Curve>(Figure.class);
        figures.getOrDefault(axis, Map.of()).forEach((figure, points) -> {
            if (!points.isEmpty()) {
                curves.put(figure, new Curve(points));
            }
        });
        return curves;
    }

    /// The axes that have a figure, in their order.
    List<Axis> axes() {
        return figures.keySet().stream().filter(axis -> !curves(axis).isEmpty()).toList();
    }

    private void put(Axis axis, long size, Figure figure, double value) {
        figures.computeIfAbsent(axis, _ -> new EnumMap<>(Figure.class))
                .computeIfAbsent(figure, _ -> new TreeMap<>()).put(size, value);
    }

    private void add(String line) throws IOException {
        String[] cells = line.split(",", -1);
        try {
            put(Axis.valueOf(cells[0]), Long.parseLong(cells[1]), Figure.valueOf(cells[2]),
                    Double.parseDouble(cells[3]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + " has the line '" + line + "', and expected is " + HEAD, e);
        }
    }
}
