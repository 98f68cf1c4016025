package gitdav.backup;

import com.sun.net.httpserver.Headers;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/// The [Status] for people: one page without script, in the time zone of the schedule.
final class StatusPage {

    static final String TYPE = "text/html; charset=utf-8";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z");

    private final StringBuilder rows = new StringBuilder();

    private StatusPage() {}

    /// Whether who asks is a browser.
    static boolean isWanted(Headers headers) {
        return headers.getOrDefault("Accept", List.of()).stream().anyMatch(types -> types.contains("text/html"));
    }

    static String of(Status status) {
        var page = new StatusPage();
        page.row("Last run", status.last().map(last -> time(last.at()) + " – " + last.line()).orElse("none yet"));
        page.row("Last success", status.lastSuccess()
                .map(at -> time(at) + ", " + period(Duration.between(at, Instant.now())) + " ago").orElse("never"));
        page.row("Next run", time(status.next().toInstant()));
        status.lastComplete().ifPresent(last -> {
            page.row("Commit", last.commit());
            page.row("Content", "%,d files, %s".formatted(last.files(), size(last.bytes())));
        });
        page.row("Not pushed yet", status.unpushed() == 1 ? "1 commit" : status.unpushed() + " commits");
        page.row("Git store", size(status.storeBytes()));
        status.verified().ifPresent(result -> page.row("Proof", time(result.at()) + " – " + result.line()));
        status.atStart().ifPresent(found -> page.row("At the start", time(found.at()) + " – " + found.verdict()));
        page.list("Skipped", status.skipped().orElse(List.of()));
        page.list("Last runs", status.runs().stream().map(run -> time(run.at()) + " – " + run.line()).toList());
        page.list("Failed", status.failures().entrySet().stream()
                .map(failure -> failure.getKey() + ": " + failure.getValue() + " since the start").toList());
        return page.html(status.state());
    }

    private String html(String state) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>git-backup: %1$s</title>
                <style>
                :root {
                  --ground: #fff; --text: #1c2421; --quiet: #5a6661; --line: #dde3e0;
                  --good: #17614f; --bad: #a9261c; color-scheme: light dark;
                }
                @media (prefers-color-scheme: dark) {
                  :root {
                    --ground: #151a18; --text: #e4eae7; --quiet: #9caaa4; --line: #313b37;
                    --good: #6fc9b0; --bad: #f08a80;
                  }
                }
                body {
                  font: 16px/1.45 system-ui, sans-serif; max-width: 46rem; margin: 1.25rem auto; padding: 0 1rem;
                  background: var(--ground); color: var(--text);
                }
                h1 { font-size: 1.35rem; border-left: .4rem solid; padding-left: .75rem }
                .ok { border-color: var(--good) } .failing { border-color: var(--bad) } .waiting { border-color: var(--quiet) }
                table { border-collapse: collapse; width: 100%% }
                tr { border-bottom: 1px solid var(--line) }
                th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0 }
                th { font-weight: normal; color: var(--quiet); width: 10rem } td { overflow-wrap: anywhere }
                ul { margin: 0; padding: 0; list-style: none } footer { color: var(--quiet); font-size: .85rem; margin-top: 1rem }
                </style>
                </head>
                <body>
                <main>
                <h1 class="%1$s">git-backup: %1$s</h1>
                <table>
                %2$s</table>
                </main>
                <footer>As of %3$s: <a href="">look again</a>. For programs: this address without <code>Accept: text/html</code>, and
                <code>/metrics</code>. A backup now: <code>curl -X POST</code> to <code>/backup</code>.</footer>
                </body>
                </html>
                """
                .formatted(state, rows, time(Instant.now()));
    }

    private void row(String name, String value) {
        html(name, escaped(value));
    }

    private void list(String name, List<String> values) {
        if (!values.isEmpty()) {
            html(name, values.stream().map(value -> "<li>" + escaped(value) + "</li>")
                    .collect(Collectors.joining("", "<ul>", "</ul>")));
        }
    }

    private void html(String name, String value) {
        rows.append("<tr><th>").append(name).append("</th><td>").append(value).append("</td></tr>\n");
    }

    /// A file's name may hold anything.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String time(Instant time) {
        return TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    private static String period(Duration age) {
        if (age.toDays() > 1) {
            return age.toDays() + " days";
        }
        if (age.toHours() > 1) {
            return age.toHours() + " hours";
        }
        return age.toMinutes() > 1 ? age.toMinutes() + " minutes" : age.toSeconds() + " s";
    }

    private static String size(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : "%.1f %s".formatted(size, units[unit]);
    }
}
