package gitdav.benchmark.growth;

import gitdav.program.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The benchmark at sizes that take seconds, with the programs as they are built.
class GrowthBenchmarkTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    private Path dir;

    @Test
    @Tag("long")
    void everyFigureIsMeasuredAndNothingIsLeftBehind() throws Exception {
        assumeTrue(Files.isExecutable(Programs.TIME) || "required".equals(System.getProperty("containers")),
                "no GNU time");
        assertThat(
                run("--only", "commits,shares", "--commits", "3", "--shares", "2", "--seconds", "1", "--rest", "1"))
                .isZero();

        Results results = Results.in(dir.resolve("growth.csv"));
        assertThat(results.curves(Axis.COMMITS)).containsOnlyKeys(Figure.FIRST_BACKUP, Figure.UNCHANGED,
                Figure.SMALL_CHANGE, Figure.START, Figure.RESTORE, Figure.RESTORE_ALL, Figure.LISTING,
                Figure.LIST_OF_VERSIONS,
                Figure.OLD_LISTING, Figure.VERSIONS,
                Figure.GIT_INIT_MEMORY, Figure.GIT_BACKUP_MEMORY, Figure.WEBDAV_APP_MEMORY, Figure.GIT_STORE,
                Figure.GIT_STORE_GROWTH);
        assertThat(results.curves(Axis.COMMITS).values())
                .allSatisfy(curve -> assertThat(curve.points()).containsOnlyKeys(3L));
        assertThat(results.curves(Axis.SHARES)).containsOnlyKeys(Figure.GIT_BACKUP_REST, Figure.WEBDAV_APP_REST,
                Figure.REQUESTS, Figure.GIT_BACKUP_MEMORY, Figure.WEBDAV_APP_MEMORY);
        assertThat(dir).isDirectoryContaining("glob:**growth.svg").isDirectoryNotContaining("glob:**gitdav-growth-*");
    }

    @Test
    void sizeThatCannotBeIsRefusedBeforeAnythingIsMeasured() {
        assertThat(run("--only", "files", "--files", "0,10")).isEqualTo(2);
        assertThat(run("--seconds", "0")).isEqualTo(2);
        assertThat(run("--only", "folders")).isEqualTo(2);
        assertThat(dir).isEmptyDirectory();
    }

    private int run(String... options) {
        var all = new ArrayList<>(List.of("--project", PROJECT.toString(), "--folder", dir.toString(), "--results",
                dir.resolve("growth.csv").toString(), "--plot", dir.resolve("growth.svg").toString()));
        all.addAll(List.of(options));
        return Program.run(new GrowthBenchmark(), Map.of(), all.toArray(String[]::new));
    }
}
