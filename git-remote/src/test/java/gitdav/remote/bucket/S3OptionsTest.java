package gitdav.remote.bucket;

import gitdav.program.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What is refused before any store is asked.
class S3OptionsTest {

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"", "AKIAMINE:mysecret", "[default", "[default]\naws_access_key_id mysecret",
            "[default]\naws_access_key_id = AKIAMINE", "[default]\naws_access_key_id = AKIAMINE\nmysecret",
            "[default]\naws_access_key_id =\naws_secret_access_key = mysecret",
            "[other]\naws_access_key_id = AKIAMINE\naws_secret_access_key = mysecret", "\0\u0001"})
    void fileWithoutAnAccessKeyIsRefusedAndNotQuoted(String content) throws IOException {
        String file = Files.writeString(dir.resolve("not-credentials"), content).toString();

        assertThatThrownBy(() -> parse("--s3-credentials-file", file)).isInstanceOf(ParameterException.class)
                .hasMessageContaining("--s3-credentials-file").hasMessageContaining(file)
                .hasMessageContaining("aws_secret_access_key").message().doesNotContain("mysecret", "AKIAMINE");
    }

    @Test
    void profileThatSaysWhereItsKeyIsAsksNobodyBeforeItIsNeeded() throws IOException {
        String file = Files.writeString(dir.resolve("process"), """
                [default]
                credential_process = touch %s
                """.formatted(dir.resolve("asked"))).toString();

        parse("--s3-credentials-file", file);

        assertThat(dir.resolve("asked")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "ftp://127.0.0.1", "http://127.0.0.1:99999", "http://127.0.0.1:0",
            "http://my_store:80", "http://st|ore", "http://store/path", "http://user@store", "http://me:p@user@store",
            "http://store?x",
            "http://"})
    void addressThatNoStoreCanHaveIsRefused(String endpoint) {
        assertThatThrownBy(() -> parse("--s3-endpoint", endpoint)).isInstanceOf(ParameterException.class)
                .hasMessageContaining("'" + Secrets.shape(endpoint) + "' is not an endpoint such as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x y", "eu/central", "-"})
    void regionThatNoStoreCanHaveIsRefused(String region) {
        assertThatThrownBy(() -> parse("--s3-region", region)).isInstanceOf(ParameterException.class)
                .hasMessageContaining("'" + region + "' is not a region such as eu-central-1");
    }

    private static void parse(String... settings) {
        CommandLine.populateCommand(new S3Options(), settings);
    }
}
