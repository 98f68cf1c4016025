package gitdav.benchmark.growth;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// The life of a share of a size: its first backup, backups beside it, a start, a listing, the loss of its volumes, and the
/// restore.
final class OneShare {

    private static final int CHANGED_FILES = 10;

    private final Pod pod;
    private final Repetition repetition;
    private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);

    private OneShare(Pod pod, Repetition repetition) {
        this.pod = pod;
        this.repetition = repetition;
    }

    /// Measures it all.
    ///
    /// @param pod nothing has run in it
    static Map<Figure, Double> measure(Axis axis, long size, Pod pod, Repetition repetition)
            throws IOException, InterruptedException {
        var share = new OneShare(pod, repetition);
        try (var requests = new Requests()) {
            share.live(axis, size, requests);
        }
        return share.figures;
    }

    private void live(Axis axis, long size, Requests requests) throws IOException, InterruptedException {
        pod.init(1);
        Path folder = Content.write(axis, size, pod.data());
        Usage first = pod.backUpOnce();
        figures.put(Figure.FIRST_BACKUP, first.processorSeconds());
        figures.put(Figure.GIT_BACKUP_MEMORY, first.mebibytes());
        runBeside(axis, size, folder, requests);
        figures.put(Figure.GIT_STORE, pod.storeMebibytes());
        // The first one writes down what it has looked at; the second is every one after it.
        pod.init(1);
        Usage start = pod.init(1);
        figures.put(Figure.START, start.processorSeconds());
        list(pod.data().relativize(folder), requests);
        new PastShare(pod, repetition, figures).measure(encoded(pod.data().relativize(folder)), requests);
        pod.loseVolumes();
        Usage restore = pod.init(1);
        figures.put(Figure.RESTORE, restore.processorSeconds());
        figures.put(Figure.GIT_INIT_MEMORY, Math.max(start.mebibytes(), restore.mebibytes()));
        if (axis == Axis.COMMITS) {
            pod.loseVolumes();
            figures.put(Figure.RESTORE_ALL, pod.init(0).processorSeconds());
        }
    }

    private void runBeside(Axis axis, long size, Path folder, Requests requests)
            throws IOException, InterruptedException {
        var gitBackup = pod.startGitBackup("1d", Pod.USUAL_VERSIONS);
        try (RunningProgram program = gitBackup.program()) {
            if (axis == Axis.COMMITS) {
                for (int version = 2; version <= size; version++) { // the first backup is one
                    Content.change(folder, 1, version);
                    requests.send("POST", gitBackup.backup(), "");
                }
                figures.put(Figure.VERSIONS, repetition.processorSeconds(program,
                        _ -> requests.send("GET", gitBackup.history().resolve(fileVersions(folder)), "")));
            }
            figures.put(Figure.UNCHANGED, repetition.processorSeconds(program,
                    _ -> requests.send("POST", gitBackup.backup(), "")));
            double before = pod.storeMebibytes();
            Content.change(folder, CHANGED_FILES, 0);
            requests.send("POST", gitBackup.backup(), "");
            figures.put(Figure.GIT_STORE_GROWTH, pod.storeMebibytes() - before);
            figures.put(Figure.SMALL_CHANGE, repetition.processorSeconds(program, turn -> {
                Content.change(folder, CHANGED_FILES, -1 - turn);
                requests.send("POST", gitBackup.backup(), "");
            }));
            figures.merge(Figure.GIT_BACKUP_MEMORY, program.largestMemory(), Math::max);
        }
    }

    private String fileVersions(Path folder) {
        // Of a file that only the first version has touched: all versions have to be looked at.
        return "file-versions?limit=20&path=/" + encoded(pod.data().relativize(folder)) + "/file%2099.txt";
    }

    /// Each time after a change: webdav-app remembers a listing that is still true.
    private void list(Path folder, Requests requests) throws IOException, InterruptedException {
        var webdavApp = pod.startWebdavApp();
        try (RunningProgram program = webdavApp.program()) {
            URI listed = webdavApp.share().resolve(encoded(folder) + "/");
            figures.put(Figure.LISTING, repetition.processorSeconds(program, turn -> {
                requests.send("PUT", listed.resolve("changed.txt"), "version " + turn);
                requests.send("PROPFIND", listed, "");
            }));
            figures.put(Figure.WEBDAV_APP_MEMORY, program.largestMemory());
        }
    }

    private static String encoded(Path folder) {
        return folder.toString().replace(" ", "%20");
    }
}
