package gitdav.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// One of the suite's programs as the build leaves it: its jar, and beside that its libraries and its AOT cache. The images
/// have the same in one folder. The demo, the tests and the benchmarks start it as the images do.
///
/// @param name the program's name, which is that of its module
/// @param folder where its jar is
/// @param flags the file `jvm-flags`: the virtual machine's flags
public record BuiltProgram(String name, Path folder, Path flags) {

    /// The program where the build leaves it.
    ///
    /// @param project the project's root folder
    /// @param name the program's module
    public static BuiltProgram in(Path project, String name) {
        return new BuiltProgram(name, project.resolve(name).resolve("target"), project.resolve("config/jvm-flags"));
    }

    /// What it is started with; its arguments may follow. A cache that is missing, or of another virtual machine, only makes
    /// the start slower.
    ///
    /// @param options more flags of the virtual machine
    public List<String> command(String... options) {
        return start(Stream.concat(Stream.of(options), Stream.of("-XX:AOTCache=" + cache())));
    }

    /// What it is started with to make a cache ([JEP 514](https://openjdk.org/jeps/514)): of classes, and not of how often
    /// which method was called (JEP 515). With that, the compiler would translate at a start what is never called again.
    List<String> trainingCommand(Path cache) {
        // The last is a diagnostic flag, which a later virtual machine may have dropped.
        return start(Stream.of("-XX:AOTCacheOutput=" + cache, "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:-AOTRecordTraining"));
    }

    /// Its libraries.
    Path libraries() {
        return folder.resolve("lib");
    }

    /// Its cache.
    Path cache() {
        return folder.resolve(name + ".aot");
    }

    private List<String> start(Stream<String> options) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return Stream.of(Stream.of(java.toString(), "@" + flags), options,
                Stream.of("-jar", folder.resolve(name + ".jar").toString())).flatMap(words -> words).toList();
    }
}
