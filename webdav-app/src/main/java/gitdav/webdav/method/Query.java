package gitdav.webdav.method;

import java.util.Arrays;
import java.util.Optional;

/// What follows a path's question mark. The share itself knows no such thing; its page does.
///
/// @param text as sent; null if there is none
record Query(String text) {

    /// The value of this name, still encoded.
    Optional<String> parameter(String name) {
        return Arrays.stream((text == null ? "" : text).split("&", -1)).filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1)).findFirst();
    }

    /// Whether a name is there, with a value or without.
    boolean has(String name) {
        return parameter(name).isPresent() || name.equals(text);
    }
}
