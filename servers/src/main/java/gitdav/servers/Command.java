package gitdav.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A program of this machine, run to its end.
public final class Command {

    private Command() {}

    /// Runs it, without anything to read.
    ///
    /// @return what it printed, on both streams
    /// @throws IOException if it fails, with what it printed
    public static String run(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.onExit().join().exitValue();
        if (exitCode != 0) {
            throw new IOException(List.of(command) + " ended with " + exitCode + ": " + output);
        }
        return output;
    }
}
