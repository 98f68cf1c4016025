package gitdav.program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretFileTest {

    @TempDir
    private Path dir;
    private final SecretFile.Converter converter = new SecretFile.Converter();

    @Test
    void lineBreakAtTheEndIsNoPartOfTheSecret() throws IOException {
        assertThat(converter.convert(file("s3cret\n")).read()).isEqualTo("s3cret");
        assertThat(converter.convert(file(" s3cret\r\n")).read()).isEqualTo(" s3cret");
        assertThat(converter.convert(file("two\nlines")).read()).isEqualTo("two\nlines");
    }

    @Test
    void secretThatIsReplacedIsReadAgain() throws IOException {
        SecretFile secret = converter.convert(file("old\n"));
        file("new\n");

        assertThat(secret.read()).isEqualTo("new");
    }

    @Test
    void fileThatHoldsNoSecretIsNamed() throws IOException {
        String empty = file("\n");

        assertThatThrownBy(() -> converter.convert(empty)).isInstanceOf(TypeConversionException.class)
                .hasMessage(empty + " is empty");
        assertThatThrownBy(() -> converter.convert(dir.resolve("gone").toString()))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("cannot read " + dir.resolve("gone") + ": there is no such file or folder");
    }

    @Test
    void secretInThePlaceOfItsFileIsNotQuoted() {
        assertThatThrownBy(() -> converter.convert("s3cret")).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("there is no such file or folder").message().doesNotContain("s3cret");
    }

    @Test
    void secretInThePlaceOfAFileWithMoreInItIsNotQuotedEither() throws Exception {
        var files = new ReadableFileConverter();

        assertThat(files.convert(file("s3cret"))).isEqualTo(dir.resolve("file"));
        assertThatThrownBy(() -> files.convert("s3cret")).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("there is no such file or folder").message().doesNotContain("s3cret");
        assertThatThrownBy(() -> files.convert(dir.resolve("gone").toString()))
                .hasMessage("cannot read " + dir.resolve("gone") + ": there is no such file or folder");
    }

    private String file(String content) throws IOException {
        return Files.writeString(dir.resolve("file"), content).toString();
    }
}
