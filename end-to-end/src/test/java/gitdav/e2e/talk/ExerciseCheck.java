package gitdav.e2e.talk;

import gitdav.e2e.pod.ProgramProcess;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `docs/exercises/check`, as a student runs it.
///
/// @param number of the exercise
/// @param variables that say where to look
record ExerciseCheck(String number, Map<String, String> variables) {

    static ExerciseCheck of(String number) {
        return new ExerciseCheck(number, Map.of());
    }

    /// One that looks at what kubectl would apply, and not at a cluster.
    ExerciseCheck manifests(String folder) {
        return with("MANIFESTS", folder);
    }

    ExerciseCheck with(String variable, String value) {
        var all = new HashMap<>(variables);
        all.put(variable, value);
        return new ExerciseCheck(number, all);
    }

    /// Runs it.
    ///
    /// @return its one line
    String says(String... answer) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("docs/exercises/check", number));
        command.addAll(List.of(answer));
        var builder = new ProcessBuilder(command).directory(ProgramProcess.ROOT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process check = builder.start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exitCode = check.waitFor();
        if (exitCode != (said.startsWith("done: ") ? 0 : 1)) {
            throw new AssertionError("exit code " + exitCode + ": " + said);
        }
        return said;
    }
}
