package gitdav.benchmark.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// A figure at growing sizes. Immutable.
///
/// @param points the figure by size, both more than 0
record Curve(NavigableMap<Long, Double> points) {

    Curve {
        points = new TreeMap<>(points);
    }

    /// The exponent `b` of `a * size^b`: the slope of the straight line that has the least squares of distances to all
    /// points, on logarithmic scales. 0 does not grow, 1 doubles with the size.
    ///
    /// @return nothing for fewer than two sizes
    OptionalDouble exponent() {
        return slope(List.copyOf(points.entrySet()));
    }

    /// The same of the two largest sizes alone: more than [#exponent()] where the curve bends upwards. What a program needs
    /// for itself hides the growth at small sizes, and no longer here.
    OptionalDouble lastExponent() {
        var all = new ArrayList<>(points.entrySet());
        return slope(all.subList(Math.max(0, all.size() - 2), all.size()));
    }

    private static OptionalDouble slope(List<Entry<Long, Double>> points) {
        if (points.size() < 2) {
            return OptionalDouble.empty();
        }
        double x = points.stream().mapToDouble(point -> Math.log(point.getKey())).average().orElseThrow();
        double y = points.stream().mapToDouble(point -> Math.log(point.getValue())).average().orElseThrow();
        double both = 0;
        double square = 0;
        for (Entry<Long, Double> point : points) {
            double distance = Math.log(point.getKey()) - x;
            both += distance * (Math.log(point.getValue()) - y);
            square += distance * distance;
        }
        return OptionalDouble.of(both / square);
    }
}
