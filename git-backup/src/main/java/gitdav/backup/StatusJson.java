package gitdav.backup;

import gitdav.program.Json;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.time.temporal.ChronoUnit.SECONDS;

/// The [Status] for programs. Times are UTC; what is not known yet is left out.
final class StatusJson {

    static final String TYPE = "application/json";

    private StatusJson() {}

    static String of(Status status) {
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
        return Json.of(facts) + "\n";
    }

    private static String text(Instant time) {
        return time.truncatedTo(SECONDS).toString();
    }
}
