package gitdav.benchmark;

import gitdav.program.FolderConverter;
import gitdav.program.Program;
import gitdav.program.SettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// The program: the same work for one server after the other, round after round, row after row.
@Command(name = "benchmark/webdav", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures webdav-app beside other WebDAV servers on this machine and prints a table in Markdown.%n")
public final class WebdavBenchmark implements Callable<Integer> {

    @Option(names = "--rounds", paramLabel = "COUNT", defaultValue = "3",
            description = "how often each row is measured, after once to warm up; the median counts (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "SECONDS", defaultValue = "3",
            description = "how long each measurement takes (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--only", paramLabel = "ROWS", split = ",",
            description = "rows to measure, separated by commas: ${COMPLETION-CANDIDATES} (default: all)")
    private List<Row> rows = List.of(Row.values());

    @Option(names = "--servers", paramLabel = "NAMES", split = ",",
            description = "servers to measure, separated by commas: ${COMPLETION-CANDIDATES} (default: all)")
    private List<Candidate> servers = List.of(Candidate.values());

    @Option(names = "--big-file", paramLabel = "MIB", defaultValue = "512",
            description = "size of the big file, in MiB (default: ${DEFAULT-VALUE})")
    private int bigFileMib;

    @Option(names = "--folder", paramLabel = "FOLDER", defaultValue = "/var/tmp", converter = FolderConverter.class,
            description = "where all servers keep their files, on the disk to measure; needs about 10 GB, which are free"
                    + " again in the end (default: ${DEFAULT-VALUE})")
    private Path folder;

    /// Ends the process with 0 when the table is complete.
    public static void main(String... arguments) {
        Program.main(new WebdavBenchmark(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        if (rounds < 1 || seconds < 1 || bigFileMib < 1) {
            throw new SettingsException("ROUNDS, SECONDS and BIG_FILE must be 1 or more, and are " + rounds + ", "
                    + seconds + " and " + bigFileMib);
        }
        var missing = Requirement.missing(Stream.concat(Stream.of(Requirement.WRK, Requirement.CURL),
                servers.stream().flatMap(server -> server.requirements().stream())).toList());
        if (missing.isPresent()) {
            throw new IOException(missing.get());
        }
        var workshop = Workshop.open(folder);
        var load = new Load(Duration.ofSeconds(seconds), workshop.bigFile(bigFileMib), bigFileMib);
        measure(workshop.start(servers), load);
        return 0;
    }

    private void measure(List<RunningServer> running, Load load) throws IOException, InterruptedException {
        for (RunningServer server : running) {
            System.err.println("uploading what is needed to " + server.candidate().title());
            server.share().fill(rows, load.bigFile());
        }
        var table = new Table(servers, System.out);
        table.printHead();
        for (Row row : rows) {
            var figures = new EnumMap<Candidate, List<OptionalDouble>>(Candidate.class);
            for (int round = 0; round <= rounds; round++) {
                for (RunningServer server : running) {
                    OptionalDouble figure = load.measure(row, server.share(), round);
                    if (round > 0) { // the first one warms up
                        figures.computeIfAbsent(server.candidate(), _ -> new ArrayList<>()).add(figure);
                    }
                }
            }
            table.printRow(row, Table.medians(figures));
        }
        var memory = new EnumMap<Candidate, Double>(Candidate.class);
        for (RunningServer server : running) {
            memory.put(server.candidate(), server.residentMemory());
        }
        table.printMemory(memory);
    }
}
