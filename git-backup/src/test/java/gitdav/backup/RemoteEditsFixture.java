package gitdav.backup;

import gitdav.files.QuietTime;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A volume that is backed up to a real SSH git server, and a person with a clone of the remote.
abstract class RemoteEditsFixture {

    @TempDir
    Path dir;
    DataVolume volume;
    BackupPod pod;
    Path clone;

    @BeforeEach
    void volumeWithFilesThatIsBackedUpAndAClone() throws Exception {
        pod = new BackupPod(dir);
        volume = pod.volume();
        for (String name : List.of("edited.txt", "folder/deleted.txt", "folder/kept.txt", "gone/deeper/file.txt")) {
            pod.write(name, "first");
        }
        assertThat(pod.gitBackup()).isZero();
        clone = dir.resolve("clone");
        git(dir, "clone", "--quiet", pod.repository().toString(), "clone");
        QuietTime.await();
    }

    @AfterEach
    void stopServer() throws IOException {
        pod.stopServer();
    }

    String commitAndPush() throws Exception {
        git(clone, "add", "--all");
        git(clone, "-c", "user.name=p", "-c", "user.email=p@localhost", "commit", "--quiet", "--message", "theirs");
        git(clone, "push", "--quiet", "origin", "main");
        return git(clone, "rev-parse", "HEAD");
    }

    /// The users' files with their content.
    Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(volume.root())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = volume.root().relativize(file).toString();
                if (!name.startsWith(".gitdav/")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }

    String inRemote(String branch) throws Exception {
        return git(pod.repository(), "rev-parse", branch);
    }

    static boolean succeeds(Path folder, String... command) {
        try {
            git(folder, command);
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    static String git(Path folder, String... command) throws IOException {
        return Command.run(Stream.concat(Stream.of("git", "-C", folder.toString()), Stream.of(command))
                .toArray(String[]::new)).strip();
    }
}
