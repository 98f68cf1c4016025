package gitdav.backup.history;

import gitdav.volume.history.Version;
import gitdav.volume.history.VersionDetails;
import gitdav.volume.history.Versions;
import gitdav.volume.store.GitStore;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers with versions, the newest first, page by page.
record VersionList(HistoryRequest request, GitStore store, Versions versions) {

    private static final int USUAL = 100;
    private static final int MOST = 100_000;

    void send() throws IOException {
        List<Version> page = from(request, versions);
        int limit = limit(request);
        boolean withDetails = !request.parameter("details").equals(Optional.of("false"));
        request.answerJson(out -> {
            var list = new JsonList(out, reach(versions), "versions");
            for (Version version : page.subList(0, Math.min(limit, page.size()))) {
                list.add(withDetails ? details(version) : facts(version));
            }
            list.end();
        });
    }

    /// The versions from where the page begins.
    static List<Version> from(HistoryRequest request, Versions versions) {
        return request.parameter("before")
                .map(before -> versions.before(before).orElseThrow(() -> new RefusedException(400,
                        "before: '" + before + "' is no time such as 2026-11-28T14-03-00Z")))
                .orElse(versions.list());
    }

    /// How many elements the page has at most.
    static int limit(HistoryRequest request) {
        String limit = request.parameter("limit").orElse(String.valueOf(USUAL));
        if (!limit.matches("\\d{1,6}") || Integer.parseInt(limit) > MOST) {
            throw new RefusedException(400, "limit: '" + limit + "' is not a number up to " + MOST);
        }
        return Integer.parseInt(limit);
    }

    /// How far back the store reaches.
    static Map<String, Object> reach(Versions versions) {
        var reach = new LinkedHashMap<String, Object>();
        reach.put("complete", versions.isComplete());
        if (!versions.list().isEmpty()) {
            reach.put("oldest", versions.list().getLast().name());
        }
        return reach;
    }

    static Map<String, Object> facts(Version version) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("name", version.name());
        facts.put("time", version.time());
        facts.put("commit", version.commit().name());
        return facts;
    }

    private Map<String, Object> details(Version version) throws IOException {
        VersionDetails details = VersionDetails.of(store, version);
        Map<String, Object> facts = facts(version);
        facts.put("author", details.author());
        facts.put("message", details.message());
        details.changes().ifPresent(changes -> {
            facts.put("added", changes.added());
            facts.put("changed", changes.changed());
            facts.put("deleted", changes.deleted());
        });
        return facts;
    }
}
