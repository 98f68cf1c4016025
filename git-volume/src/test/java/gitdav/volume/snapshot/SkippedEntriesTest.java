package gitdav.volume.snapshot;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// What cannot be backed up or brought back is named, and the rest is taken.
class SkippedEntriesTest extends SnapshotFixture {

    @Test
    void folderThatIsTooDeepIsReportedAndTheRestIsTaken() throws IOException, InterruptedException {
        write("file", "f");
        // Longer than any path may be: nobody can read it.
        String deep = ("x".repeat(200) + "/").repeat(15);
        shell("mkdir -p a/" + deep + " b/" + deep + " && mv b a/" + deep);
        try {
            Snapshot snapshot = take(Optional.empty());

            assertThat(snapshot.files()).isEqualTo(1);
            assertThat(snapshot.problems()).singleElement().asString().contains("too long a path");
        } finally {
            shell("rm -r a");
        }
    }

    @Test
    void pathThatWouldBeTooLongWhileItIsRestoredIsReported() throws IOException {
        int longest = 4095 - "/.gitdav/staging".length();
        String folders = "x".repeat(200) + "/";
        while (volume.root().resolve(folders).toString().length() < longest - 250) {
            folders += "x".repeat(200) + "/";
        }
        int rest = longest - volume.root().resolve(folders).toString().length() - 1;
        write(folders + "y".repeat(rest), "can be restored");
        write(folders + "z".repeat(rest + 1), "cannot");

        assertThat(restored()).hasSize(contents(volume.root()).size() - 1);
        assertThat(take(Optional.empty()).problems()).singleElement().asString().contains("zzz", "too long a path");
    }

    @Test
    void linkThatCannotBeMadeDoesNotKeepTheRestFromComingBack() throws IOException {
        ObjectId tree;
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            var formatter = new TreeFormatter();
            formatter.append("a file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, new byte[]{'a'}));
            formatter.append("no target", FileMode.SYMLINK, inserter.insert(Constants.OBJ_BLOB, new byte[0]));
            formatter.append("zero", FileMode.SYMLINK, inserter.insert(Constants.OBJ_BLOB, new byte[1]));
            tree = inserter.insert(formatter);
            inserter.flush();
        }

        assertThat(restored(tree)).containsOnlyKeys("a file");
    }

    @Test
    void pipeIsReportedAndTheRestIsTaken() throws IOException, InterruptedException {
        write("file", "f");
        shell("mkfifo pipe");

        Snapshot snapshot = take(Optional.empty());

        assertThat(snapshot.files()).isEqualTo(1);
        assertThat(snapshot.problems()).singleElement().asString().contains("pipe", "not backed up");
    }
}
