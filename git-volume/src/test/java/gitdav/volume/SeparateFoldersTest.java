package gitdav.volume;

import gitdav.program.SettingsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SeparateFoldersTest {

    @TempDir
    private Path dir;

    @BeforeEach
    void foldersAndLinks() throws IOException {
        Files.createDirectories(dir.resolve("data/folder"));
        Files.createDirectories(dir.resolve("data-2"));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("data"));
        Files.createSymbolicLink(dir.resolve("deep"), dir.resolve("link/folder"));
        Files.createSymbolicLink(dir.resolve("dangling"), Path.of("link/not/yet"));
        Files.createSymbolicLink(dir.resolve("round"), Path.of("round"));
        Files.createSymbolicLink(dir.resolve("data/out"), dir.resolve("data-2"));
    }

    @ParameterizedTest
    @CsvSource({"data, data", "data/folder, data", "data/not/yet, data", "link, data", "link/folder, data",
            "deep, data",
            "deep/not/yet, data", "dangling, data", "dangling/more, data",
            "data-2/../data/x, data", "., data"})
    void folderInsideAnotherIsRefusedInEitherOrder(String one, String other) {
        assertThatThrownBy(() -> require(one, other)).isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("ONE: ").hasMessageContaining("and OTHER ")
                .hasMessageContaining("must not be inside each other");
        assertThatThrownBy(() -> require(other, one)).isInstanceOf(SettingsException.class);
    }

    @ParameterizedTest
    @CsvSource({"data-2, data", "not/yet, data", "data/out/x, data", "data/out, link", "round, data", "round/x, data"})
    void foldersBesideEachOtherAreFine(String one, String other) {
        assertThatCode(() -> require(one, other)).doesNotThrowAnyException();
    }

    @Test
    void placeThatALinkHidesIsNamed() {
        assertThatThrownBy(() -> require("deep", "data"))
                .hasMessageContaining("(they are " + dir.resolve("data/folder") + " and " + dir.resolve("data") + ")");
    }

    @Test
    void pathLeadsWhereItsLinksLead() throws IOException {
        assertThat(SeparateFolders.real(dir.resolve("dangling/x"))).isEqualTo(dir.resolve("data/not/yet/x"));
    }

    private void require(String one, String other) throws SettingsException {
        SeparateFolders.require("ONE", dir.resolve(one), "OTHER", dir.resolve(other));
    }
}
