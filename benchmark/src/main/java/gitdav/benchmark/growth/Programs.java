package gitdav.benchmark.growth;

import gitdav.demo.BuiltProgram;
import gitdav.demo.ImageMemory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How the three programs are started here.
///
/// @param project the project's root folder, with the programs as built
record Programs(Path project) {

    /// GNU time, which asks the system what a process has taken.
    static final Path TIME = Path.of("/usr/bin/time");

    /// Runs a program to its end.
    ///
    /// @param name the module
    /// @param folder where its log, `NAME.log`, is
    /// @throws IOException if it fails, with its log
    Usage run(String name, Path folder, List<String> settings) throws IOException, InterruptedException {
        Path usage = folder.resolve(name + ".usage");
        Path log = folder.resolve(name + ".log");
        var command = new ArrayList<>(List.of(TIME.toString(), "-q", "-o", usage.toString(), "-f", "%U %S %M"));
        command.addAll(command(name, settings));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException(name + " failed: " + Files.readString(log));
        }
        String[] taken = Files.readString(usage).strip().split(" ", -1);
        return new Usage(Double.parseDouble(taken[0]) + Double.parseDouble(taken[1]),
                Double.parseDouble(taken[2]) / 1024);
    }

    /// Starts a program that runs until it is stopped.
    RunningProgram start(String name, Path folder, List<String> settings) throws IOException {
        return RunningProgram.start(command(name, settings), folder.resolve(name + ".log"));
    }

    private List<String> command(String name, List<String> settings) throws IOException {
        // Of the two git programs half of a container of 256 MiB, as in the other benchmarks; `k8s/` gives them twice as much.
        List<String> memory = name.equals("webdav-app") ? ImageMemory.flags(project) : List.of("-Xmx128m");
        return Stream.concat(BuiltProgram.in(project, name).command(memory.toArray(String[]::new)).stream(),
                settings.stream()).toList();
    }
}
