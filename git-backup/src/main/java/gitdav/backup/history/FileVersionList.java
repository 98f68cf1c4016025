package gitdav.backup.history;

import gitdav.volume.VolumePath;
import gitdav.volume.history.FileVersions;
import gitdav.volume.history.FileVersions.FileVersion;
import gitdav.volume.history.PastFiles;
import gitdav.volume.history.Version;
import gitdav.volume.history.Versions;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Answers with the versions of one file, the newest first, each as it is found.
///
/// @param last of the page before, which is not in this one
record FileVersionList(HistoryRequest request, GitStore store, Versions versions, Optional<Version> last,
        FileVersions found) {

    void send() throws IOException {
        int limit = VersionList.limit(request);
        request.answerJson(out -> {
            var list = new JsonList(out, VersionList.reach(versions), "versions");
            for (int i = 0; i < limit; i++) {
                Optional<FileVersion> next = next();
                if (next.isEmpty()) {
                    break;
                }
                list.add(facts(next.get()));
            }
            list.end();
        });
    }

    private Optional<FileVersion> next() throws IOException {
        Optional<FileVersion> next = found.next();
        return next.isPresent() && last.equals(next.map(FileVersion::version)) ? found.next() : next;
    }

    private Map<String, Object> facts(FileVersion found) throws IOException {
        Map<String, Object> facts = VersionList.facts(found.version());
        facts.put("path", VolumePath.encode(found.path()));
        try (var files = PastFiles.of(store, found.version())) {
            Optional<Node> node = files.find(found.path());
            if (node.isPresent()) {
                Map<String, Object> entry = PastEntry.of(node.get(), found.version(), files).facts();
                entry.remove("name");
                facts.putAll(entry);
            }
        }
        return facts;
    }
}
