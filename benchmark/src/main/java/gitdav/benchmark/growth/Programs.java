package gitdav.benchmark.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the three programs are started here.
///
/// @param project the project's root folder, with the programs as built
/// @param java the virtual machine
/// @param webdavFlags those of webdav-app's image
record Programs(Path project, Path java, List<String> webdavFlags) {

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

    private List<String> command(String name, List<String> settings) {
        var command = new ArrayList<>(List.of(java.toString()));
        // Of the two git programs half of a container of 256 MiB, as in the other benchmarks; `k8s/` gives them twice as much.
        command.addAll(name.equals("webdav-app")
                ? webdavFlags
                : List.of("@" + project.resolve("config/jvm-flags"), "-Xmx128m"));
        command.add("-XX:AOTCache=" + project.resolve(name + "/target/" + name + ".aot"));
        command.addAll(List.of("-jar", project.resolve(name + "/target/" + name + ".jar").toString()));
        command.addAll(settings);
        return command;
    }
}
