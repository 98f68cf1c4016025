package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/// A folder as one file.
class FolderZipTest extends WebdavTest {

    @Test
    void zipHasAllThatIsInTheFolderAndBelow() throws Exception {
        Files.createDirectories(data.resolve("folder/deeper/empty"));
        Files.writeString(data.resolve("folder/Grüße.txt"), "hello");
        Files.writeString(data.resolve("folder/deeper/large"), "0123456789".repeat(100_000));
        Files.writeString(data.resolve("beside"), "not this");

        assertThat(zip("/folder/")).containsOnlyKeys("Grüße.txt", "deeper/", "deeper/empty/", "deeper/large")
                .containsEntry("Grüße.txt", 5).containsEntry("deeper/large", 1_000_000);
        assertThat(zip("/")).containsKeys("folder/Grüße.txt", "beside").noneSatisfy(
                (name, _) -> assertThat(name).startsWith(".gitdav"));
    }

    @Test
    void zipIsNamedAfterItsFolder() throws Exception {
        status("MKCOL", "/A%20%22b%22%20%C3%BC");

        assertThat(send("GET", "/A%20%22b%22%20%C3%BC/?zip", "").headers().firstValue("Content-Disposition"))
                .contains("attachment; filename*=UTF-8''A%20%22b%22%20%C3%BC.zip");
        assertThat(send("GET", "/?zip=", "").headers().firstValue("Content-Disposition"))
                .contains("attachment; filename*=UTF-8''share.zip");
    }

    @Test
    void noNameInAZipLeadsOutOfIt() throws Exception {
        put("/..%5C..%5Cevil", "x");
        put("/..%255C..%255Cevil", "xy");
        put("/%80", "not UTF-8");

        assertThat(zip("/")).hasSize(3).containsKey("%80").allSatisfy(
                (name, _) -> assertThat(name).doesNotContain("\\"));
    }

    private Map<String, Integer> zip(String folder) throws Exception {
        var sizes = new TreeMap<String, Integer>();
        byte[] bytes = bytes(folder + "?zip");
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                sizes.put(entry.getName(), zip.readAllBytes().length);
            }
        }
        return sizes;
    }

    private byte[] bytes(String path) throws Exception {
        try (var in = server.uri().resolve(path).toURL().openStream()) {
            return in.readAllBytes();
        }
    }
}
