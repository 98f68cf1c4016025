package gitdav.init;

import gitdav.files.FileTree;
import gitdav.volume.Marker;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The verdict on a git store that is lost or damaged, one test each: what is said, and what is done.
class StoreVerdictTest extends BackedUpPod {

    @Test
    void storeLost() throws IOException {
        pod.write("new", "n");
        Map<String, String> before = pod.files();
        pod.loseStore();

        assertThat(pod.check()).startsWith("complete, with an empty git store");
        pod.start();

        assertThat(pod.files()).isEqualTo(before);
        assertThat(pod.head()).isPresent();
    }

    @Test
    void storeDamaged() throws IOException {
        pod.write("new", "n");
        ObjectId unpushed = pod.commit();
        Map<String, String> before = pod.files();
        Files.writeString(pod.store().resolve("config"), "[core\n\tbroken");

        assertThat(pod.check()).startsWith("beside a damaged git store (")
                .endsWith("): to set it aside, and leave the files alone");
        pod.start();

        assertThat(pod.files()).isEqualTo(before);
        assertThat(pod.head()).contains(unpushed);
        assertThat(pod.store().resolve("set-aside")).isDirectoryContaining(path -> Files.exists(path.resolve("HEAD")));
        assertThat(pod.check()).startsWith("ahead: the last backup has not reached the remote");
    }

    /// As a block that never reached the disk: it is full of zeros.
    @ParameterizedTest
    @ValueSource(strings = {"ref: refs/heads/\0\0\0\0\0", "ref: refs/heads/ma\0\0\0", "ref: refs/heads/", "\0\0"})
    void storeWhoseHeadNamesNoBranch(String head) throws IOException {
        Files.writeString(pod.store().resolve("HEAD"), head);

        assertThat(pod.check()).isEqualTo("beside a damaged git store (its HEAD is broken): "
                + "to set it aside, and leave the files alone");
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void storeWithAnotherWordInItsConfigurationThanGitKnows() throws IOException {
        Path config = pod.store().resolve("config");
        Files.writeString(config, Files.readString(config).replace("logallrefupdates = false",
                "logallrefupdates = &alse"));

        assertThat(pod.check()).startsWith("beside a damaged git store (").contains("logallrefupdates=&alse");
        pod.start();

        assertThat(pod.check()).isEqualTo("intact: nothing to do");
        pod.write("new", "n");
        assertThat(pod.commit()).isNotNull();
    }

    @Test
    void storeThatLostAnObject() throws IOException {
        ObjectId commit = pod.head().orElseThrow();
        try (Stream<Path> objects = Files.walk(pod.store().resolve("objects"))) {
            Files.delete(objects.filter(Files::isRegularFile).filter(path -> !path.toString().endsWith(
                    commit.name().substring(2))).findFirst().orElseThrow());
        }

        assertThat(pod.check()).startsWith("beside a damaged git store");
        pod.start();

        assertThat(pod.check()).isEqualTo("intact: nothing to do");
        assertThat(pod.head()).contains(commit);
    }

    @Test
    void storeThatLostItsBranch() throws IOException {
        pod.write("new", "n");
        ObjectId unpushed = pod.commit();
        Files.write(pod.store().resolve("refs/heads/main"), new byte[0]);

        assertThat(pod.check()).contains("its refs/heads/main is broken");
        pod.start();

        assertThat(pod.head()).contains(unpushed);
    }

    @Test
    void storeThatLostItsBranchAndItsIndex() throws IOException {
        ObjectId commit = pod.head().orElseThrow();
        String rotten = FILES.keySet().iterator().next();
        pod.rot(rotten, "rotten");
        Files.delete(pod.store().resolve("refs/heads/main"));
        Files.delete(pod.store().resolve("gitdav-index"));

        assertThat(pod.check()).startsWith("beside a damaged git store").contains("its branch main is lost");
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.head()).contains(commit);
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD objects", "HEAD objects config", "HEAD objects config refs",
            "HEAD objects config branches hooks"})
    void storeOfWhichLittleIsLeft(String lost) throws IOException {
        ObjectId commit = pod.head().orElseThrow();
        for (String part : lost.split(" ", -1)) {
            FileTree.delete(pod.store().resolve(part));
        }

        assertThat(pod.check()).startsWith("beside a damaged git store");
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.head()).contains(commit);
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void markerAndStoreAreLost() throws IOException {
        Files.write(pod.file(".gitdav/marker"), new byte[0]);
        pod.loseStore();
        pod.write("new", "n");

        assertThat(pod.check()).startsWith("foreign");
        pod.start();

        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("new", "n").hasSize(4);
    }

    @Test
    void mismatched() throws IOException {
        pod.volume().mark(new Marker(UUID.randomUUID(), Marker.CURRENT_LAYOUT));

        assertThat(pod.check()).startsWith("mismatched: the git store belongs to another data volume");
        assertThat(pod.gitInit()).isEqualTo(1);

        assertThat(pod.files()).isEqualTo(FILES);
    }
}
