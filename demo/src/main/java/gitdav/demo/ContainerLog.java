package gitdav.demo;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// What one container says, line by line, each behind the container's name: in its colour on a terminal, plain
/// elsewhere.
///
/// @param name the container's name
/// @param colour the name's colour
record ContainerLog(String name, IStyle colour) {

    private static final int WIDTH = "webdav-app".length();

    /// Prints one line.
    void print(String line) {
        String padded = name + " ".repeat(Math.max(0, WIDTH - name.length()));
        boolean terminal = Ansi.AUTO.enabled();
        System.out.println((terminal ? colour.on() + padded + colour.off() : padded) + " | " + line);
    }

    /// Prints everything the stream brings, from a thread of its own, until it ends.
    Thread follow(InputStream stream) {
        return Thread.ofVirtual().name("log of " + name).start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().forEach(this::print);
            } catch (IOException e) {
                print("(log ended: " + e.getMessage() + ")");
            }
        });
    }
}
