package gitdav.demo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PodStateTest {

    @TempDir
    private Path dir;

    @Test
    void stateIsKeptFromOneStartToTheNext() throws IOException {
        try (var state = PodState.open(dir.resolve("pod"), false)) {
            Files.writeString(state.data().resolve("file"), "kept");
        }
        try (var state = PodState.open(dir.resolve("pod"), false)) {
            assertThat(state.data().resolve("file")).hasContent("kept");
        }
    }

    @Test
    void freshStateIsEmpty() throws IOException {
        try (var state = PodState.open(dir.resolve("pod"), false)) {
            Files.writeString(state.data().resolve("file"), "to be forgotten");
        }
        try (var state = PodState.open(dir.resolve("pod"), true)) {
            assertThat(state.data()).isEmptyDirectory();
        }
    }

    @Test
    void foreignFolderIsNotTouched() throws IOException {
        Path thesis = Files.createDirectory(dir.resolve("data")).resolve("thesis.txt");
        Files.writeString(thesis, "three years of work");

        assertThatThrownBy(() -> PodState.open(dir, true)).isInstanceOf(IOException.class)
                .hasMessageContaining("--state");
        assertThat(thesis).exists();
    }
}
