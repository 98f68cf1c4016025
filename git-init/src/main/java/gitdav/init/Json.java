package gitdav.init;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A verdict as JSON, for programs.
final class Json {

    private Json() {}

    /// One object, on one line.
    static String of(Verdict verdict) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("verdict", verdict.name());
        facts.put("usable", verdict.isUsable());
        facts.put("line", verdict.line());
        facts.putAll(new TreeMap<>(verdict.facts()));
        return value(facts);
    }

    private static String value(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(entry -> text(entry.getKey().toString()) + ":" + value(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(Json::value).collect(Collectors.joining(",", "[", "]"));
            case Boolean _,Integer _ -> value.toString();
            default -> text(value.toString());
        };
    }

    private static String text(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append((char) c);
                default -> quoted.append(c < ' ' ? "\\u%04x".formatted(c) : String.valueOf((char) c));
            }
        });
        return quoted.append('"').toString();
    }
}
