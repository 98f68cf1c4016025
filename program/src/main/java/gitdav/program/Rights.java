package gitdav.program;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tool `rights` of each program: shows what its container was given, by trying it. It is the proof of what the
/// manifest says, for images that have no shell.
@Command(name = "rights", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Shows what this container may do: tries to read and to write each place that is mounted, and names the variables"
                + " that are set, without what may be a secret in them. Writing is tried with a file that is deleted at once.",
        ""})
public final class Rights implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Path mountTable;

    @Parameters(paramLabel = "PLACE", arity = "0..*", description = "folders and files to try besides, mounted or not")
    private List<Path> asked = new ArrayList<>();

    /// Shows the rights of this process.
    public Rights() {
        this(System.getenv(), Mounts.TABLE);
    }

    /// @param mountTable as [Mounts] reads it
    Rights(Map<String, String> environment, Path mountTable) {
        this.environment = environment;
        this.mountTable = mountTable;
    }

    @Override
    public Integer call() throws IOException {
        List<ProbedPath> places = places();
        int width = places.stream().mapToInt(place -> place.path().toString().length()).max().orElse(0);
        width = Math.max(width, "variables".length());
        for (ProbedPath place : places) {
            System.out.printf("%-" + width + "s  %s%n", place.path(), place.rights());
        }
        System.out.printf("%-" + width + "s  %s%n", "variables", variables());
        return ExitCode.OK;
    }

    /// Those that were asked for come last, where a reader looks first.
    private List<ProbedPath> places() throws IOException {
        Stream<Path> files = environment.entrySet().stream()
                .filter(variable -> variable.getKey().endsWith("_FILE") && variable.getValue().startsWith("/"))
                .map(variable -> Path.of(variable.getValue())).sorted();
        Set<Path> all = new LinkedHashSet<>(Mounts.in(mountTable));
        files.forEach(all::add);
        asked.forEach(all::remove);
        all.addAll(asked);
        return all.stream().map(ProbedPath::new).toList();
    }

    private String variables() {
        return new TreeMap<>(environment).entrySet().stream()
                .map(variable -> variable.getKey().contains("URL")
                        ? variable.getKey() + " (" + Secrets.shape(variable.getValue()) + ")"
                        : variable.getKey())
                .collect(Collectors.joining(", "));
    }
}
