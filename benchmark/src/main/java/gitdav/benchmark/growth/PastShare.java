package gitdav.benchmark.growth;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What it takes git-backup and webdav-app together to show what was, beside the listing of the same folder of today.
///
/// @param figures gets what was measured; memory, if it is more than before
record PastShare(Pod pod, Repetition repetition, Map<Figure, Double> figures) {

    private static final Pattern OLDEST = Pattern.compile("\"oldest\":\"([^\"]+)\"");

    /// Measures it.
    ///
    /// @param folder the largest one, as a path of a URI
    void measure(String folder, Requests requests) throws IOException, InterruptedException {
        var gitBackup = pod.startGitBackup("1d", 0);
        try (RunningProgram source = gitBackup.program()) {
            URI oldest = gitBackup.history().resolve("versions?limit=1&details=false");
            Matcher reach = OLDEST.matcher(requests.await(oldest, "\"complete\":true"));
            if (!reach.find()) {
                throw new IOException("there is no version");
            }
            var webdavApp = pod.startWebdavApp("--history-url=http://" + gitBackup.history().getAuthority());
            try (RunningProgram shown = webdavApp.program()) {
                URI past = webdavApp.share().resolve(".history/");
                var both = List.of(source, shown);
                figures.put(Figure.LIST_OF_VERSIONS,
                        repetition.processorSeconds(both, _ -> requests.send("PROPFIND", past, "")));
                URI old = past.resolve(reach.group(1) + "/" + folder + "/");
                figures.put(Figure.OLD_LISTING,
                        repetition.processorSeconds(both, _ -> requests.send("PROPFIND", old, "")));
                figures.merge(Figure.WEBDAV_APP_MEMORY, shown.largestMemory(), Math::max);
            }
            figures.merge(Figure.GIT_BACKUP_MEMORY, source.largestMemory(), Math::max);
        }
    }
}
