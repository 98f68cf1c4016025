package gitdav.remote.format;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Which formats are known, by their configuration and by what servers say. UnknownFormatTest has real repositories.
class RepositoryFormatTest {

    private static final String HEAD = "4b825dc642cb6eb9a060e54bf8d69288fbee4904 refs/heads/main";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "[core]\n\tbare = true\n", "[core]\n\trepositoryformatversion = 0\n",
            "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n\tobjectFormat = sha1\n",
            "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = files\n\tnoop\n"})
    void formatThatWeWriteIsKnown(String config) throws IOException {
        RepositoryFormat.require(folder);

        Files.writeString(folder.resolve("config"), config);
        RepositoryFormat.require(folder);
    }

    @ParameterizedTest
    @CsvSource({"1, objectformat = sha256, the extension objectformat=sha256",
            "0, objectformat = sha256, the extension objectformat=sha256",
            "1, refStorage = reftable, the extension refstorage=reftable",
            "1, partialClone = origin, the extension partialclone=origin",
            "1, preciousObjects = true, the extension preciousobjects=true", "1, new = 1, the extension new=1",
            "2, noop = 1, the format version 2", "x, noop = 1, the format version x"})
    void anyOtherIsRefusedInOneSentence(String version, String extension, String found) throws IOException {
        Files.writeString(folder.resolve("config"),
                "[core]\n\trepositoryformatversion = " + version + "\n[extensions]\n\t" + extension + "\n");

        assertThatThrownBy(() -> RepositoryFormat.require(folder)).isInstanceOf(UnknownFormatException.class)
                .hasMessageStartingWith("the repository has " + found + ", which gitdav does not know; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00e5" + HEAD + "\0report-status object-format=sha256 agent=git/2.39.5\n",
            "000eversion 2\n0014agent=git/2.39\n001bobject-format=sha256\n0000",
            "00e5" + HEAD + "\0object-format=blake3 agent=git/9\n"})
    void formatThatAServerAnnouncesIsNoticedHoweverItIsRead(String advertisement) {
        byte[] bytes = advertisement.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new FirstWords(new ByteArrayInputStream(bytes)).readAllBytes())
                .isInstanceOf(UnknownFormatException.class);
        assertThatThrownBy(() -> {
            var in = new FirstWords(new ByteArrayInputStream(bytes));
            while (in.read() >= 0) {
                assertThat(in.available()).isNotNegative();
            }
        }).isInstanceOf(UnknownFormatException.class);
    }

    @Test
    void formatThatWeWriteIsNoNewsAndNoBranchIsTakenForOne() throws IOException {
        String all = "00e5" + HEAD + "\0report-status object-format=sha1 agent=git/2.39.5\n003f"
                + HEAD.replace("main", "object-format=sha256") + "\n";
        var in = new FirstWords(new ByteArrayInputStream(all.getBytes(StandardCharsets.UTF_8)));

        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo(all);
        assertThat(in.text()).isEqualTo(all);
    }

    @Test
    void onlyTheBeginningIsKept() throws IOException {
        var in = new FirstWords(new ByteArrayInputStream(new byte[1 << 20]));

        assertThat(in.readAllBytes()).hasSize(1 << 20);
        assertThat(in.text()).hasSize(4096);
    }
}
