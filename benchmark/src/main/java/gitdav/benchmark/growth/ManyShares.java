package gitdav.benchmark.growth;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Many shares on one machine, at rest and at work. What is measured is what all of them take together.
final class ManyShares implements AutoCloseable {

    private static final int REQUESTS = 1_000;
    /// Requests that the programs are warm after, for each share.
    private static final int WARM = 300;

    private final List<RunningProgram> gitBackups = new ArrayList<>();
    private final List<RunningProgram> webdavApps = new ArrayList<>();
    private final List<URI> folders = new ArrayList<>();

    private ManyShares() {}

    /// Measures it all.
    ///
    /// @param pods nothing has run in them
    /// @param rest how long to watch them at rest; each backs up once a minute, as in `k8s/`
    static Map<Figure, Double> measure(List<Pod> pods, Duration rest) throws IOException, InterruptedException {
        var figures = new EnumMap<Figure, Double>(Figure.class);
        try (var shares = new ManyShares(); var requests = new Requests()) {
            for (Pod pod : pods) {
                shares.start(pod);
            }
            shares.request(WARM * pods.size(), requests);
            shares.rest(rest, figures);
            double before = RunningProgram.processorSeconds(shares.webdavApps);
            shares.request(REQUESTS, requests);
            figures.put(Figure.REQUESTS, RunningProgram.processorSeconds(shares.webdavApps) - before);
            figures.put(Figure.GIT_BACKUP_MEMORY, memory(shares.gitBackups));
            figures.put(Figure.WEBDAV_APP_MEMORY, memory(shares.webdavApps));
        }
        return figures;
    }

    private void start(Pod pod) throws IOException, InterruptedException {
        pod.init(1);
        Content.write(Axis.SHARES, 1, pod.data());
        gitBackups.add(pod.startGitBackup("1m", Pod.USUAL_VERSIONS).program());
        var webdavApp = pod.startWebdavApp();
        webdavApps.add(webdavApp.program());
        folders.add(webdavApp.share().resolve("folder/"));
    }

    /// The processor time of a minute without requests.
    private void rest(Duration rest, Map<Figure, Double> figures) throws IOException, InterruptedException {
        double gitBackup = RunningProgram.processorSeconds(gitBackups);
        double webdavApp = RunningProgram.processorSeconds(webdavApps);
        long begin = System.nanoTime();
        Thread.sleep(rest); // time without work is what is measured
        double minutes = (System.nanoTime() - begin) / 60e9;
        figures.put(Figure.GIT_BACKUP_REST, (RunningProgram.processorSeconds(gitBackups) - gitBackup) / minutes);
        figures.put(Figure.WEBDAV_APP_REST, (RunningProgram.processorSeconds(webdavApps) - webdavApp) / minutes);
        // There is no logarithm of 0: half of the clock's unit for what it has not seen at all.
        figures.replaceAll((_, seconds) -> Math.max(seconds, 0.005));
    }

    /// A third each of PUT, GET and PROPFIND, one after the other, to all shares in turns.
    private void request(int count, Requests requests) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            URI folder = folders.get(i / 3 % folders.size());
            switch (i % 3) {
                case 0 -> requests.send("PUT", folder.resolve("new.txt"), "request " + i);
                case 1 -> requests.send("GET", folder.resolve("new.txt"), "");
                default -> requests.send("PROPFIND", folder, "");
            }
        }
    }

    private static double memory(List<RunningProgram> programs) throws IOException {
        double mebibytes = 0;
        for (RunningProgram program : programs) {
            mebibytes += program.memory();
        }
        return mebibytes;
    }

    @Override
    public void close() {
        webdavApps.forEach(RunningProgram::close);
        gitBackups.forEach(RunningProgram::close);
    }
}
