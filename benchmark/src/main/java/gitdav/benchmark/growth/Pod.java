package gitdav.benchmark.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The three programs on volumes of their own, as processes with the flags of their images and the settings of `k8s/`. The
/// remote is a repository in a folder.
final class Pod {

    /// `HISTORY_DEPTH` of `k8s/`.
    static final int USUAL_VERSIONS = 1000;

    private static final Pattern BACKUP_PORT = Pattern.compile("management on port (\\d+)");
    private static final Pattern HISTORY_PORT = Pattern.compile("old versions are at http://127.0.0.1:(\\d+)/");
    private static final Pattern SHARE_PORT = Pattern.compile("on http://localhost:(\\d+)/");

    private final Programs programs;
    private final Path folder;

    /// @param folder where volumes, remote and logs are to be; has to be empty
    Pod(Programs programs, Path folder) throws IOException {
        this.programs = programs;
        this.folder = folder;
        Files.createDirectories(data());
    }

    /// The data volume.
    Path data() {
        return folder.resolve("data");
    }

    /// Runs git-init to its end: makes the remote, restores, or finds the volume intact.
    ///
    /// @param versions how many the git store is to have after a restore; 0: all
    Usage init(int versions) throws IOException, InterruptedException {
        return programs.run("git-init", folder, settings("--git-create-remote=true", "--git-depth=" + versions));
    }

    /// Runs git-backup for one backup.
    Usage backUpOnce() throws IOException, InterruptedException {
        return programs.run("git-backup", folder, settings("--once"));
    }

    /// Starts git-backup beside the share.
    ///
    /// @param runAt when it is to back up, as `RUNAT`
    /// @param versions how many the git store is to have, as `HISTORY_DEPTH`; 0: all
    GitBackup startGitBackup(String runAt, int versions) throws IOException, InterruptedException {
        RunningProgram program = programs.start("git-backup", folder, settings("--runat=" + runAt, "--push-only=true",
                "--management-port=0", "--history-port=0", "--history-depth=" + versions));
        return new GitBackup(program, address(program, BACKUP_PORT, "/backup"), address(program, HISTORY_PORT, "/"));
    }

    /// Starts webdav-app.
    ///
    /// @param more settings than where the share is
    WebdavApp startWebdavApp(String... more) throws IOException, InterruptedException {
        var settings = new ArrayList<>(List.of("--data-dir=" + data(), "--port=0", "--management-port=0"));
        settings.addAll(List.of(more));
        RunningProgram program = programs.start("webdav-app", folder, settings);
        return new WebdavApp(program, address(program, SHARE_PORT, "/"));
    }

    /// The size of the git store's files, in MiB.
    double storeMebibytes() throws IOException {
        try (Stream<Path> files = Files.walk(store())) {
            return files.filter(Files::isRegularFile).mapToLong(Pod::size).sum() / (1024.0 * 1024);
        }
    }

    /// Deletes both volumes: what is left is the remote.
    void loseVolumes() throws IOException {
        delete(data());
        delete(store());
        Files.createDirectory(data());
    }

    /// Deletes a folder with all that is in it, if it is there.
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path store() {
        return folder.resolve("git");
    }

    private List<String> settings(String... more) {
        var settings = new ArrayList<>(List.of("--data-dir=" + data(), "--git-store=" + store(),
                "--git-url=file://" + folder.resolve("remote.git")));
        settings.addAll(List.of(more));
        return settings;
    }

    private static URI address(RunningProgram program, Pattern said, String path)
            throws IOException, InterruptedException {
        try {
            return URI.create("http://127.0.0.1:" + program.await(said).group(1) + path);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            program.close();
            throw failure;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// @param backup where it takes the wish for a backup
    /// @param history where it hands out old versions
    record GitBackup(RunningProgram program, URI backup, URI history) {}

    /// @param share the root of the share
    record WebdavApp(RunningProgram program, URI share) {}
}
