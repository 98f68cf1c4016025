package gitdav.backup;

import gitdav.program.Json;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import static java.time.temporal.ChronoUnit.SECONDS;

/// The [Status] for programs. Times are UTC; what is not known yet is left out.
final class StatusJson {

    static final String TYPE = "application/json";

    private StatusJson() {}

    static String of(Status status) {
        return Json.of(facts(status)) + "\n";
    }

    /// The same with the last runs, the newest first, and what has changed since the last one that succeeded.
    static String of(Status status, Optional<ChangedFiles.Found> changed) {
        Map<String, Object> facts = facts(status);
        facts.put("runs", status.runs().stream().map(StatusJson::run).toList());
        changed.ifPresent(found -> facts.put("changed", Map.of("count", found.count(), "paths", found.paths())));
        return Json.of(facts) + "\n";
    }

    private static Map<String, Object> run(Outcome run) {
        return Map.of("at", text(run.at()), "milliseconds", run.took().toMillis(), "ok",
                run instanceof Outcome.Complete, "result", run.line());
    }

    private static Map<String, Object> facts(Status status) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("state", status.state());
        facts.put("next", text(status.next().toInstant()));
        status.lastSuccess().ifPresent(time -> facts.put("lastSuccess", text(time)));
        status.age().ifPresent(age -> facts.put("ageSeconds", age.toSeconds()));
        status.last().ifPresent(last -> facts.put("lastRun", Map.of("at", text(last.at()), "milliseconds",
                last.took().toMillis(), "result", last.line())));
        status.lastComplete().ifPresent(last -> {
            facts.put("commit", last.commit());
            facts.put("files", last.files());
            facts.put("bytes", last.bytes());
        });
        facts.put("unpushedCommits", status.unpushed());
        status.skipped().ifPresent(skipped -> facts.put("skipped", skipped));
        facts.put("failures", status.failures());
        facts.put("storeBytes", status.storeBytes());
        status.verified().ifPresent(verified -> facts.put("verified", Map.of("at", text(verified.at()), "ok",
                verified.ok(), "result", verified.line())));
        status.atStart().ifPresent(found -> facts.put("atStart", Map.of("at", text(found.at()), "verdict",
                found.verdict())));
        return facts;
    }

    private static String text(Instant time) {
        return time.truncatedTo(SECONDS).toString();
    }
}
