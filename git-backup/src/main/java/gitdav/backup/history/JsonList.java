package gitdav.backup.history;

import gitdav.program.Json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An object of facts and one list, written as it comes, one line for each element: nothing of it is held in memory.
final class JsonList {

    private final OutputStream out;
    private String separator = "\n";

    /// Begins it.
    ///
    /// @param facts some
    /// @param name the list's
    JsonList(OutputStream out, Map<String, ?> facts, String name) throws IOException {
        this.out = out;
        String object = Json.of(facts);
        write(object.substring(0, object.length() - 1) + ",\"" + name + "\":[");
    }

    void add(Map<String, ?> element) throws IOException {
        write(separator + Json.of(element));
        separator = ",\n";
    }

    void end() throws IOException {
        write("\n]}\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
