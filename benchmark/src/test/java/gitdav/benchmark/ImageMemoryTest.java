package gitdav.benchmark;

import gitdav.demo.BuiltProgram;
import gitdav.demo.ImageMemory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

class ImageMemoryTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void benchmarkedServerHasTheFlagsOfTheContainerImage() throws Exception {
        List<String> flags = ImageMemory.flags(ROOT);
        assertThat(flags).contains("-XX:MaxRAMPercentage=18");
        assertThat(BuiltProgram.in(ROOT, "webdav-app").command(flags.toArray(String[]::new)))
                .contains("@" + ROOT.resolve("config/jvm-flags")).containsAll(flags);
        assertThat(ROOT.resolve("config/jvm-flags")).content().contains("-XX:+UseSerialGC");
    }

    @Test
    void memoryIsWhatTheManifestGivesTheApplication() throws Exception {
        JsonNode deployment = new YAMLMapper().readTree(ROOT.resolve("k8s/deployment.yaml").toFile());
        JsonNode webdavApp = deployment.at("/spec/template/spec/containers/0");

        assertThat(webdavApp.at("/name").asString()).isEqualTo("webdav-app");
        assertThat(webdavApp.at("/resources/limits/memory").asString().toLowerCase(Locale.ROOT).replace("mi", "m"))
                .isEqualTo(ImageMemory.LIMIT);
    }
}
