package gitdav.e2e.history;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// An old folder of very many files, in a server with the heap that it has in a container of 256 MiB.
@Tag("long")
class LargePastFolderTest {

    private static final String VERSION = "2020-06-01T12-00-00Z";
    private static final int FILES = 100_000;

    @TempDir
    private Path dir;

    @Test
    void zipBeyondTheMemoryIsRefusedAndTheServerGoesOn() throws Exception {
        PodUser.letIn(dir);
        Path data = VolumeShape.OWN.make(dir.resolve("data"));
        Files.writeString(data.resolve("notes.txt"), "as it was");
        PodUser.own(data);
        Path backup = VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
        try (var pod = PastPod.start(new ProcessPod(data, backup.resolve("git"), backup.resolve("content.git")))) {
            commitManyFiles(backup.resolve("git"));
            PodUser.own(backup);
            try (var small = ProgramProcess.start("webdav-app", Map.of("DATA_DIR", data.toString(), "PORT", "0",
                    "MANAGEMENT_PORT", "0", "HISTORY_URL", pod.history().toString(), "JAVA_TOOL_OPTIONS",
                    "-Xmx46m"))) {
                URI past = small.uri().resolve("/.history/");

                HttpResponse<String> answer = pod.http().get(past.resolve(VERSION + "/?zip"));

                assertThat(answer.statusCode()).as(small.output()).isEqualTo(503);
                assertThat(answer.body()).startsWith("There is no memory for a zip of so many files");
                assertThat(pod.http().get(past.resolve(pod.version() + "/notes.txt")).body()).isEqualTo("as it was");
                assertThat(pod.http().get(past.resolve(pod.version() + "/?zip")).body()).contains("notes.txt");
            }
        }
    }

    /// A version that the volume never had.
    private static void commitManyFiles(Path git) throws IOException {
        try (var store = GitStore.open(git, "main"); var inserter = store.newInserter()) {
            ObjectId content = inserter.insert(Constants.OBJ_BLOB, new byte[0]);
            var files = new TreeFormatter();
            for (int i = 0; i < FILES; i++) {
                files.append("%0200d".formatted(i), FileMode.REGULAR_FILE, content);
            }
            ObjectId tree = inserter.insert(files);
            inserter.flush();
            var author = new PersonIdent("test", "test", Instant.parse("2020-06-01T12:00:00Z"), ZoneOffset.UTC);
            store.commit(tree, author, "many files\n");
        }
    }
}
