package gitdav.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// One of the suite's programs as the build leaves it, relative to the project: its jar, and beside that its libraries and its
/// AOT cache. The images have the same in one folder.
///
/// @param name the program's name, which is that of its module
record BuiltProgram(String name) {

    /// The images have the same.
    private static final String JVM_FLAGS = "@config/jvm-flags";

    /// What it is started with. A cache that is missing, or of another virtual machine, only makes the start slower.
    List<String> command() {
        return command("-XX:AOTCache=" + cache());
    }

    /// What it is started with to make a cache ([JEP 514](https://openjdk.org/jeps/514)): of classes, and not of how often
    /// which method was called (JEP 515). With that, the compiler would translate at a start what is never called again.
    List<String> trainingCommand(Path cache) {
        // A diagnostic flag, which a later virtual machine may have dropped.
        return command("-XX:AOTCacheOutput=" + cache, "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");
    }

    /// Its libraries.
    Path libraries() {
        return folder().resolve("lib");
    }

    /// Its cache.
    Path cache() {
        return folder().resolve(name + ".aot");
    }

    private Path folder() {
        return Path.of(name, "target");
    }

    private List<String> command(String... cacheOptions) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return Stream.of(Stream.of(java.toString(), JVM_FLAGS), Stream.of(cacheOptions),
                Stream.of("-jar", folder().resolve(name + ".jar").toString())).flatMap(words -> words).toList();
    }
}
