package gitdav.benchmark.growth;

import gitdav.benchmark.Requirement;
import gitdav.program.FolderConverter;
import gitdav.program.Program;
import gitdav.program.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// The program: one quantity after the other grows, and each size is measured in a pod of its own.
@Command(name = "benchmark/growth", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures how processor time, memory and disk space grow with the share, its history and the number of"
                + " shares. Prints tables in Markdown, and draws the curves.%n")
public final class GrowthBenchmark implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(GrowthBenchmark.class);

    @Option(names = "--only", paramLabel = "WHAT", split = ",",
            description = "what is to grow, separated by commas: ${COMPLETION-CANDIDATES} (default: all)")
    private List<Axis> axes = List.of(Axis.values());

    @Option(names = "--files", paramLabel = "SIZES", split = ",", defaultValue = "1000,10000,100000,1000000",
            description = "how many files (default: ${DEFAULT-VALUE})")
    private List<Long> files;

    @Option(names = "--megabytes", paramLabel = "SIZES", split = ",", defaultValue = "100,1000,10000",
            description = "how much in large files (default: ${DEFAULT-VALUE})")
    private List<Long> megabytes;

    @Option(names = "--commits", paramLabel = "SIZES", split = ",", defaultValue = "10,100,1000,10000",
            description = "how many versions (default: ${DEFAULT-VALUE})")
    private List<Long> commits;

    @Option(names = "--entries", paramLabel = "SIZES", split = ",", defaultValue = "10,1000,10000,100000",
            description = "how many files in one folder (default: ${DEFAULT-VALUE})")
    private List<Long> entries;

    @Option(names = "--shares", paramLabel = "SIZES", split = ",", defaultValue = "1,5,20",
            description = "how many shares at once (default: ${DEFAULT-VALUE})")
    private List<Long> shares;

    @Option(names = "--seconds", paramLabel = "SECONDS", defaultValue = "3",
            description = "how long what is short is repeated, after as long to warm up (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--rest", paramLabel = "SECONDS", defaultValue = "120",
            description = "how long shares are watched at rest; each backs up once a minute (default: ${DEFAULT-VALUE})")
    private int rest;

    @Option(names = "--folder", paramLabel = "FOLDER", defaultValue = "/var/tmp", converter = FolderConverter.class,
            description = "where the shares are, on the disk to measure; needs three times the largest share, which are free"
                    + " again in the end (default: ${DEFAULT-VALUE})")
    private Path folder;

    @Option(names = "--results", paramLabel = "FILE", defaultValue = "benchmark/target/growth.csv",
            description = "keeps all figures: sizes that are measured again replace theirs (default: ${DEFAULT-VALUE})")
    private Path results;

    @Option(names = "--plot", paramLabel = "FILE", defaultValue = "benchmark/target/growth.svg",
            description = "the curves of all figures in the results (default: ${DEFAULT-VALUE})")
    private Path plot;

    @Option(names = "--project", paramLabel = "FOLDER", defaultValue = ".", hidden = true,
            description = "the project's root folder")
    private Path project;

    /// Ends the process with 0 when all is measured.
    public static void main(String... arguments) {
        Program.main(new GrowthBenchmark(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        for (Axis axis : axes) {
            if (sizes(axis).stream().anyMatch(size -> size < 1)) {
                throw new SettingsException("sizes must be 1 or more, and are " + sizes(axis) + " " + axis.title());
            }
        }
        if (seconds < 1 || rest < 1) {
            throw new SettingsException("--seconds and --rest must be 1 or more, and are " + seconds + " and " + rest);
        }
        var missing = Requirement.missing(List.of(new Requirement("time", Programs.TIME)));
        if (missing.isPresent()) {
            throw new IOException(missing.get());
        }
        measure(Results.in(results));
        return 0;
    }

    private void measure(Results all) throws IOException, InterruptedException {
        var programs = new Programs(project.toAbsolutePath().normalize());
        for (Axis axis : axes) {
            for (long size : sizes(axis)) {
                LOG.info("measuring {} {}", size, axis.title());
                all.put(axis, size, measure(axis, size, programs));
                Files.createDirectories(plot.toAbsolutePath().getParent());
                Files.writeString(plot, GrowthPlot.of(all));
            }
        }
        System.out.print(GrowthTable.of(all));
    }

    private Map<Figure, Double> measure(Axis axis, long size, Programs programs)
            throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(folder, "gitdav-growth-");
        var clearing = Thread.ofPlatform().unstarted(() -> clear(place));
        Runtime.getRuntime().addShutdownHook(clearing);
        try {
            if (axis == Axis.SHARES) {
                var pods = new ArrayList<Pod>();
                for (int i = 0; i < size; i++) {
                    pods.add(new Pod(programs, place.resolve("pod " + i)));
                }
                return ManyShares.measure(pods, Duration.ofSeconds(rest));
            }
            return OneShare.measure(axis, size, new Pod(programs, place),
                    new Repetition(Duration.ofSeconds(seconds), 2, 200));
        } finally {
            clear(place);
            removeHook(clearing);
        }
    }

    private static void removeHook(Thread clearing) {
        try {
            Runtime.getRuntime().removeShutdownHook(clearing);
        } catch (IllegalStateException alreadyEnding) {
            // It does the same work, a second time.
        }
    }

    private static void clear(Path place) {
        try {
            Pod.delete(place);
        } catch (IOException failure) {
            LOG.error("delete {} yourself: {}", place, failure.toString());
        }
    }

    private List<Long> sizes(Axis axis) {
        return switch (axis) {
            case FILES -> files;
            case MEGABYTES -> megabytes;
            case COMMITS -> commits;
            case ENTRIES -> entries;
            case SHARES -> shares;
        };
    }
}
