package gitdav.remote;

import gitdav.servers.Command;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Pushes to a repository in a folder from a store whose objects are damaged.
@Timeout(120)
class DamagedFolderPushTest extends FolderPushFixture {

    /// In bytes. JGit does not hold it in memory as a whole.
    private static final int LARGE = 9 << 20;

    @ParameterizedTest
    @ValueSource(ints = {50, LARGE})
    void damagedObjectIsNotPushedAndSaidToBeDamaged(int size) throws Exception {
        Optional<ObjectId> pushed = theirs.head();
        write("file", random(size));
        commit();
        for (Pack pack : packsWith("file")) {
            damage("file", pack);
        }
        var branch = new FolderBranch(url(), ours, transport());

        assertThatThrownBy(() -> branch.push(() -> {})).isInstanceOf(RemoteException.class)
                .hasMessageContaining("the git store is damaged").hasMessageContaining("VERIFY=full");

        assertThat(theirs.head()).isEqualTo(pushed);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void wholeCopyOfAnObjectIsPushedAndNotTheDamagedOne(int damaged) throws Exception {
        write("file", "a content of which the store has two copies");
        commit();
        Command.run("sh", "-c", "cd '%s' && echo %s | git pack-objects -q objects/pack/pack"
                .formatted(ours.folder(), id("file").name()));
        List<Pack> copies = packsWith("file");
        assertThat(copies).hasSize(2);
        damage("file", copies.get(damaged));

        assertThat(push()).isTrue();

        assertThat(theirs.head()).isEqualTo(ours.head());
        assertWhole();
        assertThat(leftOvers()).isEmpty();
    }

    private static String random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private ObjectId id(String name) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(ours.repository(), name, ours.headTree().orElseThrow())) {
            return walk.getObjectId(0);
        }
    }

    private List<Pack> packsWith(String name) throws IOException {
        var found = new ArrayList<Pack>();
        for (Pack pack : ((ObjectDirectory) ours.repository().getObjectDatabase()).getPacks()) {
            if (pack.getIndex().hasObject(id(name))) {
                found.add(pack);
            }
        }
        return found;
    }

    /// One bit of its content.
    private void damage(String name, Pack in) throws IOException {
        in.getPackFile().setWritable(true);
        try (var bytes = new RandomAccessFile(in.getPackFile(), "rw")) {
            long at = in.getIndex().findOffset(id(name)) + 10;
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
        // What JGit remembers of the file is still whole.
        ours.repository().getObjectDatabase().close();
    }
}
