package gitdav.program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTest {

    @ParameterizedTest
    @CsvSource({"user:s3cret@host/r.git, ***:***@***/***", "https:/user:s3cret@host, https:/***:***@***",
            "https//s3cret@host, https//***@***", "ssh://git@host:22/x, ssh://***@***:***/***", "s3cret, ***",
            "httpss3cret, ***"})
    void shapeOfAUrlHasNothingOfIt(String url, String shape) {
        assertThat(Secrets.shape(url)).isEqualTo(shape);
    }

    @Test
    void shapeOfAKeyIsShort() {
        assertThat(Secrets.shape("a/b/".repeat(1000))).hasSizeLessThan(50).doesNotContain("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--git-url", "--https-proxy", "--s3-endpoint", "--ssh-key-file", "--api-token"})
    void valueOfASettingForSecretsIsNotQuotedHoweverShort(String option) {
        assertThat(Secrets.masked("'abc' is not right", setting(option), "abc")).isEqualTo("'***' is not right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ghp_16C7e42F292c6912E7710c838347Ae178B4a", "user:pass@host", "//user@host", "line\nbreak",
            "AAAAC3NzaC1lZDI1NTE5", "/ab+cd/wJalrXUtnFEMI7K7MDENG"})
    void valueThatLooksLikeASecretIsNotQuotedWhateverTheSetting(String secret) {
        assertThat(Secrets.masked("'" + secret + "' is not a port", setting("--port"), secret)).startsWith("'")
                .endsWith("' is not a port").contains("***").doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "12", "25:99", "Europe/berlin", "/no/such/folder", "/tmp/junit-1234567890123456789/x",
                    "15 3 * * 1-5", "a..b"})
    void otherValuesAreQuoted(String value) {
        assertThat(Secrets.masked("'" + value + "' is wrong", setting("--port"), value)).contains("'" + value + "'");
    }

    @Test
    void pathOfAFileForASecretIsQuotedAndTheSecretInItsPlaceIsNot() {
        OptionSpec file = setting("--https-credentials-file");

        assertThat(Secrets.masked("cannot read /no/file", file, "/no/file")).contains("/no/file");
        assertThat(Secrets.masked("cannot read abc", file, "abc")).isEqualTo("cannot read ***");
    }

    @Test
    void pieceOfAListOfValuesIsNotQuotedEither() {
        String token = "t0ken-A8sd7Fh2kLq9ZxWv";

        assertThat(Secrets.masked("'" + token + "' is no time", setting("--runat"), "03:15," + token))
                .doesNotContain("A8sd7Fh2");
    }

    @Test
    void misspeltOptionKeepsItsNameAndNothingElse() {
        String line = Secrets.masked("Unknown options: '--tokn=abc', 'abc', '--x:abc', '--tokn'",
                List.of("--tokn=abc", "abc", "--x:abc", "--tokn"));

        assertThat(line).isEqualTo("Unknown options: '--tokn=***', '***', '***:***', '--tokn'");
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, 255", "RSA, 2048", "RSA, 4096", "EC, 256", "EC, 521"})
    void keyInDerIsMaskedAlsoWithLineBreaks(String algorithm, int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getMimeEncoder(64, new byte[]{'\n'}))) {
            String base64 = encoder.encodeToString(key.getEncoded());

            assertThat(Secrets.masked("saw '" + base64 + "' there")).isEqualTo("saw '***' there");
            assertThat(Secrets.maskedInJson("{\"a\":\"saw " + base64.replace("\n", "\\n") + "\",\"b\":1}"))
                    .isEqualTo("{\"a\":\"saw ***\",\"b\":1}");
        }
    }

    @Test
    void keyFileInBase64WithLineBreaksIsMasked() {
        String file = "-----BEGIN OPENSSH PRIVATE KEY-----\n" + "c2VjcmV0".repeat(50) + "\n-----END";
        String base64 = Base64.getMimeEncoder(76, new byte[]{'\n'})
                .encodeToString(file.getBytes(StandardCharsets.US_ASCII));

        assertThat(Secrets.masked("saw '" + base64 + "' there")).isEqualTo("saw '***' there");
    }

    @Test
    void keyInALineOfAnyLengthIsMasked() {
        String key = "-----BEGIN " + "a\\\"\\n".repeat(100_000);

        assertThat(Secrets.maskedInJson("{\"a\":\"" + key + "\"}")).isEqualTo("{\"a\":\"***\"}");
        assertThat(Secrets.masked("LS0tLS1CRUdJTi" + "c2VjcmV0c2VjcmV0c2VjcmV0\n".repeat(100_000))).isEqualTo("***");
    }

    @Test
    void namesAndWordsAreNotMasked() {
        String line = "MIME types of MIGRATION.txt, MC4C and a commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904";

        assertThat(Secrets.masked(line)).isEqualTo(line);
    }

    private static OptionSpec setting(String option) {
        return OptionSpec.builder(option).build();
    }
}
