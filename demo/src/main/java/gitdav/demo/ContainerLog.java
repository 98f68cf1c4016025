package gitdav.demo;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

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
        System.out.println((terminal ? colour.on() + padded + Style.reset.on() : padded) + " | " + line);
    }
}
