package gitdav.volume.snapshot;

import gitdav.volume.tree.Chunks;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Large files are stored in chunks, and come back whole.
class LargeFileSnapshotTest extends SnapshotFixture {

    @Test
    void largeFileIsStoredInChunksAndComesBack() throws IOException {
        byte[] random = new byte[40_000_000];
        new Random(1).nextBytes(random);
        Path large = write("folder/film.mp4", random);
        setTime(large, LONG_AGO);
        Files.setPosixFilePermissions(write("text", "text ".repeat(4_000_000)),
                PosixFilePermissions.fromString("rwxr-xr-x"));
        write("just not large", Arrays.copyOf(random, Chunks.SIZE));
        write(".git", Arrays.copyOf(random, Chunks.SIZE + 1));

        Snapshot snapshot = take(Optional.empty());

        assertThat(restored(snapshot.tree())).isEqualTo(contents(volume.root()));
        assertThat(names(snapshot.tree())).contains("folder/.gitdav-chunks-film.mp4/000000",
                "folder/.gitdav-chunks-film.mp4/000002", ".gitdav-chunks-text/000001", "just not large",
                ".gitdav-chunks-.gitdav-escaped-.git/000001").doesNotContain("folder/film.mp4");
        assertThat(snapshot.files()).isEqualTo(4);
        assertThat(Snapshotter.look(volume, store, Optional.empty(), ReadPolicy.FULL).tree())
                .isEqualTo(snapshot.tree());
    }

    @Test
    void changeOfALargeFileCostsItsChunk() throws IOException {
        Path large = write("film.mp4", new byte[50_000_000]);
        ObjectId before = take(Optional.empty()).tree();
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.seek(20_000_000);
            file.write(1);
        }

        ObjectId after = take(Optional.of(before)).tree();

        assertThat(changed(before, after)).containsExactly(".gitdav-chunks-film.mp4/000001", ".gitdav/times/times");
    }

    /// Native git makes a file of every name, and a file system takes no longer one.
    @Test
    void largeFileWithALongNameCanBeCloned() throws IOException {
        for (String name : List.of("x".repeat(253), "\u00fc".repeat(127), "x".repeat(254) + "y")) {
            write(name, new byte[Chunks.SIZE + 1]);
        }
        ObjectId tree = take(Optional.empty()).tree();
        commit(tree);

        git(dir, "clone", "--quiet", dir.resolve("git").toString(), "clone");

        assertThat(names(tree).stream().flatMap(path -> Stream.of(path.split("/"))))
                .allMatch(name -> name.getBytes(UTF_8).length <= 255);
        assertThat(restored(tree)).isEqualTo(contents(volume.root()));
    }

    @Test
    void folderNamedLikeOneOfChunksIsAFolder() throws IOException {
        write(".gitdav-chunks-a/000000", "a user's");
        write(".gitdav-chunks-b", "a file");
        write("folder/.gitdav-escaped-.gitdav-chunks-c/000000", "another");

        assertThat(restored()).isEqualTo(contents(volume.root()));
    }

    @Test
    void fileThatAPersonHasPutInPlaceOfALargeOneCounts() throws Exception {
        write("film.mp4", new byte[Chunks.SIZE + 1]);
        write("broken.mp4", new byte[2 * Chunks.SIZE + 1]);
        commit(take(Optional.empty()).tree());
        Path clone = dir.resolve("clone");
        git(dir, "clone", "--quiet", dir.resolve("git").toString(), clone.toString());
        Files.writeString(clone.resolve("film.mp4"), "the book");
        Files.delete(clone.resolve(".gitdav-chunks-broken.mp4/000001"));
        git(clone, "add", "--all");
        git(clone, "-c", "user.name=p", "-c", "user.email=p@localhost", "commit", "--quiet", "--message", "x");
        git(clone, "push", "--quiet", "origin", "main:theirs");

        Map<String, String> back = restored(store.tree(ObjectId.fromString(git(clone, "rev-parse", "HEAD"))));

        assertThat(back).containsOnlyKeys("film.mp4");
    }
}
