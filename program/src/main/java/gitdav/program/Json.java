package gitdav.program;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Facts as JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)), for programs that ask.
public final class Json {

    private Json() {}

    /// One object, on one line. Numbers, truth values, lists and maps are what they are in JSON, all else is text.
    public static String of(Map<String, ?> facts) {
        return value(facts);
    }

    private static String value(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(entry -> text(entry.getKey().toString()) + ":" + value(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(Json::value).collect(Collectors.joining(",", "[", "]"));
            case Boolean _,Integer _,Long _ -> value.toString();
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
