package gitdav.remote;

import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class FolderPushTest {

    private static final PersonIdent AUTHOR = new PersonIdent("test", "test");

    /// In bytes. JGit does not hold it in memory as a whole.
    private static final int LARGE = 9 << 20;
    /// The usual `gc.autoPackLimit`.
    private static final int MANY = 50;

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitStore ours;
    private GitStore theirs;

    @BeforeEach
    void pushedVolume() throws Exception {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        ours = GitStore.open(dir.resolve("git"), "main");
        theirs = GitStore.open(dir.resolve("content.git"), "main");
        for (int i = 0; i < 100; i++) {
            write("folder/" + i + "/file", "content " + i);
        }
        commit();
        assertThat(push()).as("the first goes by git's protocol").isFalse();
        transport().push(() -> {});
    }

    @AfterEach
    void closeStores() {
        ours.close();
        theirs.close();
    }

    @Test
    void onlyWhatIsNewIsCopied() throws Exception {
        write("folder/7/file", "changed");
        Files.delete(volume.root().resolve("folder/8/file"));
        commit();
        write("new/file", "new");
        ObjectId newest = commit();

        assertThat(push()).isTrue();

        assertThat(theirs.head()).contains(newest);
        assertThat(ours.remoteHead()).contains(newest);
        assertThat(git("show", "main:folder/7/file")).isEqualTo("changed");
        assertThat(git("ls-tree", "-r", "--name-only", "main", "folder/8", "new")).isEqualTo("new/file");
        assertWhole();
        // Of two commits with few changes; not the hundred files that were there, nor their folders.
        assertThat(packs()).hasSize(2)
                .anySatisfy(pack -> assertThat(pack.getIndex().getObjectCount()).isBetween(10L, 60L));
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void commitThatJoinsTwoHistoriesIsPushed() throws Exception {
        ObjectId base = ours.head().orElseThrow();
        write("ours", "ours");
        ObjectId one = commit();
        write("theirs", "theirs");
        ObjectId other = ours.write(Snapshotter.take(volume, ours, ours.headTree()).tree(), List.of(base), AUTHOR,
                "o\n");
        ObjectId joined = ours.write(ours.tree(other), List.of(one, other), AUTHOR, "joined\n");
        ours.advance(ours.head(), joined, "test");

        assertThat(push()).isTrue();

        assertThat(theirs.head()).contains(joined);
        assertThat(git("rev-list", "--count", "main")).isEqualTo("4");
        assertWhole();
    }

    @Test
    void whatSomebodyElseHasPushedIsNotOverwritten() throws Exception {
        ObjectId pushed = ours.head().orElseThrow();
        ObjectId somebodys = theirs.commit(theirs.tree(pushed), AUTHOR, "somebody's\n");
        write("file", "ours");
        commit();

        assertThat(push()).isFalse();

        assertThat(theirs.head()).contains(somebodys);
        assertThat(ours.remoteHead()).contains(pushed);
    }

    @Test
    void pushThatIsGivenUpIsNotBegunAnewByTheProtocol() throws Exception {
        ObjectId pushed = ours.head().orElseThrow();
        write("file", "ours");
        commit();
        var branch = new FolderBranch(url(), ours, transport());

        try {
            assertThatThrownBy(() -> branch.push(Thread.currentThread()::interrupt))
                    .isInstanceOfAny(InterruptedIOException.class, ClosedByInterruptException.class);
        } finally {
            Thread.interrupted();
        }

        assertThat(theirs.head()).contains(pushed);
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void repositoryThatSomebodyWorksInIsLeftToTheProtocol() throws Exception {
        git("config", "core.bare", "false");
        write("file", "ours");
        commit();

        assertThat(push()).isFalse();
    }

    @Test
    void manyPushesDoNotLeaveManyPacks() throws Exception {
        Path kept = packs().iterator().next().getPackFile().toPath();
        Files.createFile(Path.of(kept.toString().replace(".pack", ".keep")));
        haveManyPacks();
        for (int i = 0; i < 15; i++) {
            write("file", "version " + i);
            commit();
            assertThat(push()).isTrue();
        }

        assertThat(packs()).hasSizeLessThan(MANY).anySatisfy(pack -> assertThat(pack.getPackFile()).hasFileName(
                kept.getFileName().toString()));
        assertThat(git("rev-list", "--count", "main")).isEqualTo("16");
        assertThat(git("show", "main~10:file")).isEqualTo("version 4");
        assertWhole();
    }

    @Test
    void packsOfAPersonWhoHasOneIndexOfAllAreLeftAlone() throws Exception {
        Files.createFile(theirs.folder().resolve("objects/pack/multi-pack-index"));
        haveManyPacks();
        int before = packs().size();
        for (int i = 0; i < 5; i++) {
            write("file", "version " + i);
            commit();
            assertThat(push()).isTrue();
        }

        assertThat(packs()).hasSize(before + 5);
    }

    /// A server that JGit is in this process would write the whole repository anew, and hold it in memory for that.
    @Test
    void pushByTheProtocolDoesNotTidyUpTheRemote() throws Exception {
        haveManyPacks();
        int before = packs().size();
        for (int i = 0; i < 5; i++) {
            write("file", "version " + i);
            commit();
            transport().push(() -> {});
        }

        assertThat(packs()).hasSize(before + 5);
    }

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

    @Test
    void lockThatAKilledPushHasLeftIsNamed() throws Exception {
        Optional<ObjectId> pushed = theirs.head();
        write("file", "word");
        commit();
        Path lock = Files.createFile(theirs.folder().resolve("refs/heads/main.lock"));
        assertThat(push()).as("it may be somebody's who is at work").isFalse();
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        assertThatThrownBy(this::push).isInstanceOf(RemoteException.class).hasMessageContaining("has been locked since")
                .hasMessageEndingWith("delete " + lock);

        assertThat(theirs.head()).isEqualTo(pushed);
        Files.delete(lock);
        assertThat(push()).isTrue();
        assertThat(theirs.head()).isEqualTo(ours.head());
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

    private boolean push() throws IOException {
        return FolderPush.run(theirs.folder(), ours, NullProgressMonitor.INSTANCE);
    }

    private TransportBranch transport() throws IOException {
        return new TransportBranch(url(), ours, _ -> {}, Duration.ofSeconds(30));
    }

    private RemoteUrl url() throws IOException {
        return RemoteUrl.parse(theirs.folder().toUri().toString());
    }

    private void write(String name, String content) throws IOException {
        Path path = volume.root().resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private ObjectId commit() throws IOException {
        ObjectId tree = Snapshotter.take(volume, ours, ours.headTree()).tree();
        return ours.commit(tree, AUTHOR, "snapshot\n");
    }

    private void assertWhole() throws Exception {
        assertThat(git("fsck", "--full", "--strict", "--no-dangling")).doesNotContain("missing", "broken", "error");
    }

    /// As many packs in the remote as there are at most before it is tidied up: copies of the first, which is as good as others.
    private void haveManyPacks() throws IOException {
        Path first = packs().iterator().next().getPackFile().toPath();
        for (int i = packs().size(); i < MANY; i++) {
            Path copy = first.resolveSibling("pack-%040x.pack".formatted(i));
            Files.copy(first, copy);
            Files.copy(index(first), index(copy));
        }
    }

    private static Path index(Path pack) {
        return Path.of(pack.toString().replace(".pack", ".idx"));
    }

    private Collection<Pack> packs() {
        return ((ObjectDirectory) theirs.repository().getObjectDatabase()).getPacks();
    }

    private List<Path> leftOvers() throws IOException {
        try (Stream<Path> files = Files.list(theirs.folder().resolve("objects"))) {
            return files.filter(file -> !file.getFileName().toString().matches("info|pack|[0-9a-f]{2}")).toList();
        }
    }

    private String git(String... arguments) throws Exception {
        return Command.run(Stream.concat(Stream.of("git", "-C", theirs.folder().toString()), Stream.of(arguments))
                .toArray(String[]::new)).strip();
    }
}
