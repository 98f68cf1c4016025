package gitdav.e2e.message;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/// What the git programs leave where others may look, when every logger is at its most verbose: what they print, what they
/// answer, what a process list shows of them, what they tell programs that they start, and every file on the volumes.
final class Traces implements AutoCloseable {

    /// Programs of the machine that JGit and others know how to use.
    private static final List<String> TOOLS = List.of("sh", "bash", "git", "ssh", "env");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Path dir;
    private final String javaOptions;
    /// Started by the first run: a test may have none.
    private ProgramLoop loop;
    private final Map<String, String> found = new TreeMap<>();

    private Traces(Path dir, String javaOptions) {
        this.dir = dir;
        this.javaOptions = javaOptions;
    }

    /// @param dir for the volumes `data`, `git` and `tmp`, and for the settings of the loggers
    static Traces in(Path dir) throws IOException {
        Path ours = Files.writeString(dir.resolve("all.xml"), """
                <configuration>
                  <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
                    <target>System.err</target>
                    <encoder><pattern>%level %logger %msg%n%ex</pattern></encoder>
                  </appender>
                  <root level="trace"><appender-ref ref="all"/></root>
                </configuration>
                """);
        Path ofTheJdk = Files.writeString(dir.resolve("all.properties"), """
                handlers = java.util.logging.ConsoleHandler
                .level = ALL
                java.util.logging.ConsoleHandler.level = ALL
                """);
        Path bin = Files.createDirectories(dir.resolve("bin"));
        for (String tool : TOOLS) {
            Path script = Files.writeString(bin.resolve(tool), """
                    #!/bin/sh
                    { echo "$0" "$@"; /usr/bin/env; } >> %s
                    """.formatted(dir.resolve("children")));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        }
        return new Traces(dir, ("-Dlogback.configurationFile=%s -Djava.util.logging.config.file=%s"
                + " -Djdk.httpclient.HttpClient.log=all -Djava.io.tmpdir=%s").formatted(ours, ofTheJdk,
                        Files.createDirectories(dir.resolve("tmp"))));
    }

    /// Runs a program to its end as a process, which the list of processes shows.
    void runAsProcess(String program, Map<String, String> settings, String... arguments) throws Exception {
        try (var process = start(program, settings, arguments)) {
            note("the list of processes", process.seenByOthers());
            process.exitCode();
            note("what " + program + " prints", process.output());
        }
    }

    /// Runs a program to its end.
    void run(String program, Map<String, String> settings, String... arguments) throws IOException {
        if (loop == null) {
            loop = ProgramLoop.start(environment(), dir.resolve("tmp/stderr"));
        }
        note("what " + program + " prints", loop.run(program, withVolumes(settings), arguments).output());
    }

    /// Runs git-backup as a sidecar, until it has said something, and asks it everything it can be asked.
    void serve(Map<String, String> settings, String said) throws Exception {
        var all = new HashMap<>(settings);
        all.putAll(Map.of("RUNAT", "1s", "MANAGEMENT_PORT", "0"));
        try (var process = start("git-backup", all); var http = new Http()) {
            await().atMost(TIMEOUT).until(() -> process.output().contains(said));
            note("the list of processes", process.seenByOthers());
            URI management = process.management();
            for (String path : List.of("/status", "/metrics", "/health/live", "/health/ready", "/backup", "/other")) {
                for (String method : List.of("GET", "POST")) {
                    for (String accepted : List.of("text/html", "*/*")) {
                        var answer = http.send(method, management.resolve(path), "", "Accept", accepted);
                        note("the answer to " + method + " " + path, answer.headers() + answer.body());
                    }
                }
            }
            process.sigterm();
            process.exitCode();
            note("what git-backup prints", process.output());
        }
    }

    /// All of it, by where it was found.
    Map<String, String> all() throws IOException {
        Path children = dir.resolve("children");
        if (Files.exists(children)) {
            note("what the programs that ours start are given", Files.readString(children));
        }
        for (String volume : List.of("data", "git", "tmp")) {
            try (Stream<Path> files = Files.walk(Files.createDirectories(dir.resolve(volume)))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    note(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return found;
    }

    private ProgramProcess start(String program, Map<String, String> settings, String... arguments)
            throws IOException {
        Map<String, String> all = withVolumes(settings);
        all.putAll(environment());
        return ProgramProcess.start(program, all, arguments);
    }

    private Map<String, String> withVolumes(Map<String, String> settings) throws IOException {
        var all = new HashMap<>(settings);
        all.put("DATA_DIR", Files.createDirectories(dir.resolve("data")).toString());
        all.put("GIT_STORE", dir.resolve("git").toString());
        return all;
    }

    private Map<String, String> environment() {
        return Map.of("JAVA_TOOL_OPTIONS", javaOptions, "PATH", dir.resolve("bin").toString());
    }

    private void note(String place, String text) {
        found.merge(place, text, String::concat);
    }

    @Override
    public void close() throws IOException {
        if (loop != null) {
            loop.close();
        }
    }
}
