package gitdav.e2e.talk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Programs that only say what a test has them say, and stand first on the path of a script: what the script makes of a
/// cluster's answers can be seen without a cluster.
///
/// @param folder where they are, and the list of their calls
record CannedPrograms(Path folder) {

    private static final String CALLS = "calls";

    /// One more program.
    ///
    /// @param answers branches of a `case` of bash over the arguments, in which `real` is the path without these programs;
    ///     to any other call it says nothing, and succeeds
    CannedPrograms with(String name, String answers) throws IOException {
        Path program = Files.writeString(folder.resolve(name), """
                #!/usr/bin/env bash
                echo "%s $*" >>'%s'
                real=${PATH#*:}
                case "$*" in
                %s
                esac
                """.formatted(name, folder.resolve(CALLS), answers));
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
        return this;
    }

    /// What a script has to be started with.
    Map<String, String> variables() {
        return Map.of("PATH", folder + ":" + System.getenv("PATH"));
    }

    /// The name and the arguments of each call, in their order.
    List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve(CALLS));
    }
}
