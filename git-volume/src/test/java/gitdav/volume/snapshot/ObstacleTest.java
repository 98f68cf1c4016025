package gitdav.volume.snapshot;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class ObstacleTest {

    @SuppressWarnings("UnusedVariable") // named by the test
    private static final Set<String> REFUSALS = Obstacle.REFUSALS;

    @ParameterizedTest
    @FieldSource("REFUSALS")
    void refusalOfTheSystemIsPutIntoWords(String words) throws IOException {
        var obstacle = Obstacle.of(Path.of("file"), new FileSystemException("/data/file", null, words));

        assertThat(obstacle.reason()).isNotBlank().isNotEqualTo(words);
    }
}
