package gitdav.webdav.client;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

/// What Word sends when it opens a document from a URL, keeps it locked while a user edits it, and saves it.
class OfficeTest extends ClientTraffic {

    @BeforeEach
    void storeDocument() throws Exception {
        expect(201, "MKCOL", "/letters/");
        expect(201, "PUT", "/letters/letter.docx", "first");
    }

    @Test
    void documentIsOpenedEditedSavedAndClosed() throws Exception {
        for (String ancestor : new String[]{"/", "/letters/", "/letters"}) {
            assertThat(expect(200, "OPTIONS", ancestor).headers().firstValue("MS-Author-Via")).contains("DAV");
            expect(200, "HEAD", ancestor);
            expect(207, "PROPFIND", ancestor, "", "Depth", "0");
        }
        expect(200, "HEAD", "/letters/letter.docx");
        String token = lock(200, "/letters/letter.docx", "Timeout", "Second-3600", "X-Office-Major-Version", "16");
        assertThat(expect(200, "GET", "/letters/letter.docx").body()).isEqualTo("first");

        // Every half an hour.
        var refreshed = expect(200, "LOCK", "/letters/letter.docx", "", "If", submitted(token), "Timeout",
                "Second-3600");
        assertThat(refreshed.body()).contains(token).containsPattern("Second-3[56]\\d\\d");

        expect(204, "PUT", "/letters/letter.docx", "second", "If", submitted(token));
        assertThat(expect(207, "PROPFIND", "/letters/letter.docx", "", "Depth", "0").body()).contains(token);
        expect(204, "PUT", "/letters/letter.docx", "third", "If", submitted(token));
        expect(204, "UNLOCK", "/letters/letter.docx", "", "Lock-Token", "<" + token + ">");

        assertThat(content("letters/letter.docx")).isEqualTo("third");
        expect(204, "PUT", "/letters/letter.docx", "free");
    }

    @Test
    void secondEditorLearnsThatTheDocumentIsLocked() throws Exception {
        String token = lock(200, "/letters/letter.docx", "Timeout", "Second-3600");

        assertThat(expect(423, "LOCK", "/letters/letter.docx", LOCK, "Timeout", "Second-3600").body())
                .contains("no-conflicting-lock");
        assertThat(expect(423, "PUT", "/letters/letter.docx", "stolen").body()).contains("lock-token-submitted");
        expect(423, "MOVE", "/letters/letter.docx", "", "Destination", "/letters/stolen.docx");
        expect(423, "DELETE", "/letters/letter.docx");
        assertThat(expect(200, "GET", "/letters/letter.docx").body()).isEqualTo("first");
        expect(204, "UNLOCK", "/letters/letter.docx", "", "Lock-Token", "<" + token + ">");
    }

    @Test
    void lockThatIsGoneCannotBeRefreshed() throws Exception {
        String token = lock(200, "/letters/letter.docx", "Timeout", "Second-3600");
        expect(204, "UNLOCK", "/letters/letter.docx", "", "Lock-Token", "<" + token + ">");

        expect(412, "LOCK", "/letters/letter.docx", "", "If", submitted(token), "Timeout", "Second-3600");
        expect(412, "PUT", "/letters/letter.docx", "too late", "If", submitted(token));
        assertThat(content("letters/letter.docx")).isEqualTo("first");
    }

    @Test
    void documentIsSavedWithTheTokenInTheOtherHeaderAsSomeVersionsDo() throws Exception {
        String token = lock(200, "/letters/letter.docx", "Timeout", "Second-3600");

        expect(423, "PUT", "/letters/letter.docx", "second", "Lock-Token", "<urn:uuid:0>");
        expect(204, "PUT", "/letters/letter.docx", "second", "Lock-Token", "<" + token + ">");
    }

    @Test
    void propertiesOfOnesOwnLockedDocumentAreChangedWithoutTheToken() throws Exception {
        String change = "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><x/></D:prop></D:set></D:propertyupdate>";
        String agent = "Microsoft Office Word 2014";
        String ann = basic("ann");
        String bob = basic("bob");
        String hash = BCrypt.hashpw("secret", BCrypt.gensalt(4));
        Path users = Files.writeString(data.resolveSibling("users"), "ann:" + hash + "\nbob:" + hash + "\n");
        restart("--webdav-users-file=" + users);
        lock(200, "/letters/letter.docx", "Authorization", ann);

        expect(207, "PROPPATCH", "/letters/letter.docx", change, "Authorization", ann, "User-Agent", agent);
        expect(423, "PROPPATCH", "/letters/letter.docx", change, "Authorization", bob, "User-Agent", agent);
        expect(423, "PROPPATCH", "/letters/letter.docx", change, "Authorization", ann);
        expect(423, "PUT", "/letters/letter.docx", "second", "Authorization", ann, "User-Agent", agent);
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
    }
}
