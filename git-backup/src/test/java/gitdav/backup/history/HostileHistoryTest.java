package gitdav.backup.history;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

import static org.assertj.core.api.Assertions.assertThat;

/// What anybody can push who may push to the remote.
class HostileHistoryTest extends HistoryTest {

    private static final String FILES = "/versions/2026-11-28T12-00-00Z/files";

    @Test
    void namesThatLeadAwayAreRefusedInOneSentence() throws Exception {
        commit(tree(entry("..", FileMode.REGULAR_FILE, blob("x"))));

        HttpResponse<String> answer = send("GET", FILES + "/");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("this cannot be read; git-backup's log says more\n");
    }

    @Test
    void reservedNamesAndSubmodulesAreNoFiles() throws Exception {
        ObjectId sub = tree(entry("config", FileMode.REGULAR_FILE, blob("[core]")));
        commit(tree(entry(".GIT", FileMode.TREE, sub), entry("file", FileMode.REGULAR_FILE, blob("x")),
                entry("lost+found", FileMode.TREE, sub), entry("module", FileMode.GITLINK, sub)));

        assertThat(each(json(FILES + "/").path("entries"), "name")).containsExactly("file");
        assertThat(send("GET", FILES + "/.GIT/config").statusCode()).isEqualTo(404);
        assertThat(send("GET", FILES + "/module").statusCode()).isEqualTo(404);
    }

    @Test
    void contentThatIsNotThereIsGone() throws Exception {
        ObjectId absent = ObjectId.fromString("0123456789012345678901234567890123456789");
        commit(tree(entry("file", FileMode.REGULAR_FILE, absent)));

        assertThat(send("GET", FILES + "/file").statusCode()).isEqualTo(410);
    }

    /// A few objects that claim 10 to the power of 30 folders.
    @Test
    @Tag("long")
    void treeWithoutEndIsNotCounted() throws Exception {
        ObjectId tree = tree(entry("file", FileMode.REGULAR_FILE, blob("x")));
        for (int level = 0; level < 30; level++) {
            ObjectId below = tree;
            var folder = new TreeFormatter();
            for (int i = 0; i < 10; i++) {
                folder.append("folder" + i, FileMode.TREE, below);
            }
            tree = insert(folder);
        }
        commit(tree);

        JsonNode version = json("/versions").path("versions").get(0);

        assertThat(version.path("name").asString()).isEqualTo("2026-11-28T12-00-00Z");
        assertThat(version.has("added")).isFalse();
        assertThat(json(FILES + "/folder1/folder2/").path("entries").size()).isEqualTo(10);
    }

    @Test
    void messagesAndAuthorsAreOnlyText() throws Exception {
        store.commit(tree(entry("file", FileMode.REGULAR_FILE, blob("x"))),
                new PersonIdent("\"<script>", "x", NOON, ZoneOffset.UTC), "a \"quoted\"\u0001 message\n");

        assertThat(json("/versions").path("versions").get(0).path("message").asString())
                .isEqualTo("a \"quoted\"\u0001 message\n");
    }

    private record Entry(String name, FileMode mode, ObjectId id) {}

    private static Entry entry(String name, FileMode mode, ObjectId id) {
        return new Entry(name, mode, id);
    }

    private void commit(ObjectId tree) throws IOException {
        store.commit(tree, new PersonIdent("stranger", "stranger@example.org", NOON, ZoneOffset.UTC), "hostile\n");
    }

    private ObjectId blob(String content) throws IOException {
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
            inserter.flush();
            return id;
        }
    }

    private ObjectId tree(Entry... entries) throws IOException {
        var tree = new TreeFormatter();
        for (Entry entry : entries) {
            tree.append(entry.name(), entry.mode(), entry.id());
        }
        return insert(tree);
    }

    private ObjectId insert(TreeFormatter tree) throws IOException {
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return id;
        }
    }
}
