package gitdav.volume.tree;

import org.eclipse.jgit.errors.CorruptObjectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TreeNameTest {

    private static final Path FOLDER = Path.of("/data/some folder");

    @ParameterizedTest
    @ValueSource(strings = {"plain.txt", "with space", "ümläut", "日本語", "😀.png", "100%", "a#b", "a+b", "a?b", "\\",
            "-n",
            " ", "a\nb", ".gitignore", ".gitkeep", ".github", ".gitlab-ci.yml", "git", "my.git", "gitdav", ".gitdav",
            "..."})
    void nameIsStoredAsItIsAndComesBack(String name) throws IOException {
        TreeName stored = TreeName.of(FOLDER.resolve(name));

        assertThat(stored).hasToString(name);
        assertThat(stored.in(FOLDER)).isEqualTo(FOLDER.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".GIT", ".Git", ".git.", ".git ", ".git...", "git~1", "GIT~1", ".g\u200cit",
            ".gi\u200dt", ".git:stream", ".gitmodules", ".GITMODULES", "gitmod~1", ".gitattributes", "GITATT~2",
            ".gitmodules .", ".gitdav-escaped-.git"})
    void nameThatMeansSomethingToGitIsStoredEscapedAndComesBack(String name) throws IOException {
        TreeName stored = TreeName.of(FOLDER.resolve(name));

        assertThat(stored).hasToString(".gitdav-escaped-" + name);
        assertThat(stored.in(FOLDER)).isEqualTo(FOLDER.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", "a/b", "../etc", "/etc", "a\u0000b", ".gitdav-escaped-..",
            ".gitdav-escaped-"})
    void nameThatLeadsOutOfTheFolderIsRefused(String name) {
        assertThatThrownBy(() -> new TreeName(name).in(FOLDER)).isInstanceOf(CorruptObjectException.class);
    }

    @Test
    void bytesThatAreNotUtf8ComeBack() throws IOException {
        var stored = new TreeName("\u00e4\u00ff.txt");

        assertThat(TreeName.of(stored.in(FOLDER))).isEqualTo(stored);
    }
}
