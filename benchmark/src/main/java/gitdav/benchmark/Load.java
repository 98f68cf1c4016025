package gitdav.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// The clients: wrk for many requests, curl for one big file.
///
/// @param duration of one measurement with wrk
/// @param bigFile what is uploaded as the big file
/// @param bigFileMib its size in MiB
record Load(Duration duration, Path bigFile, int bigFileMib) {

    /// Above it a server does not do the work that is measured.
    private static final double REFUSALS_ACCEPTED = 0.02;
    private static final String REQUESTS = "benchmark/requests.lua";
    private static final Pattern RESULT = Pattern.compile("requests=(\\d+) refused=(\\d+) microseconds=(\\d+)");

    /// Measures once.
    ///
    /// @param round a number that this row has not had before
    /// @return requests or MiB per second; nothing if it failed, or refused too much
    OptionalDouble measure(Row row, Share share, int round) throws IOException, InterruptedException {
        if (row.isOneTransfer()) {
            return transfer(row, share.uri().resolve("big"));
        }
        String newFolder = "new/" + row + "-" + round + "/";
        share.mkcol(newFolder);
        return requests(row, share.uri(), "/" + newFolder);
    }

    private OptionalDouble requests(Row row, URI server, String newFolder) throws IOException, InterruptedException {
        int threads = Math.min(2, row.connections());
        String output = run(List.of(Requirement.WRK.toString(), "--threads", "" + threads, "--connections",
                "" + row.connections(), "--duration", duration.toSeconds() + "s", "--timeout", "20s", "--script",
                REQUESTS, server.toString(), "--", row.request(), newFolder));
        return rate(output);
    }

    /// Reads what `requests.lua` prints in the end.
    static OptionalDouble rate(String output) {
        var result = RESULT.matcher(output);
        if (!result.find()) {
            return OptionalDouble.empty();
        }
        double requests = Double.parseDouble(result.group(1));
        double refused = Double.parseDouble(result.group(2));
        double seconds = Double.parseDouble(result.group(3)) / 1e6;
        return requests == 0 || refused > requests * REFUSALS_ACCEPTED
                ? OptionalDouble.empty()
                : OptionalDouble.of((requests - refused) / seconds);
    }

    private OptionalDouble transfer(Row row, URI file) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Requirement.CURL.toString(), "--silent", "--fail", "--output", "/dev/null",
                        "--write-out", "%{time_total}"));
        if (row == Row.PUTBIG) {
            command.addAll(List.of("--upload-file", bigFile.toString()));
        }
        command.add(file.toString());
        String seconds = run(command);
        return seconds.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(bigFileMib / Double.parseDouble(seconds));
    }

    /// @return what it printed; nothing if it failed
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process client = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return client.waitFor() == 0 ? output : "";
    }
}
