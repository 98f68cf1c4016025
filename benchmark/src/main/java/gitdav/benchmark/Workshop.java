package gitdav.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// A temporary folder, and the servers that have their homes in it. Both end with this process, whatever ends it short
/// of `kill -9`.
final class Workshop {

    private static final int MEBIBYTE = 1 << 20;

    private final Path folder;
    private final List<RunningServer> running = Collections.synchronizedList(new ArrayList<>());

    private Workshop(Path folder) {
        this.folder = folder;
    }

    static Workshop open(Path parent) throws IOException {
        // The servers may run as another user, who has to pass through.
        var passable = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));
        var workshop = new Workshop(Files.createTempDirectory(parent.toAbsolutePath(), "gitdav-benchmark-", passable));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(workshop::clearAway));
        return workshop;
    }

    /// Makes a file that cannot be compressed.
    Path bigFile(int mebibytes) throws IOException {
        Path file = folder.resolve("big");
        byte[] noise = new byte[MEBIBYTE];
        var random = new Random(0);
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(noise);
                out.write(noise);
            }
        }
        return file;
    }

    /// Starts the servers and waits until each of them answers.
    List<RunningServer> start(List<Candidate> candidates) throws IOException, InterruptedException {
        for (Candidate candidate : candidates) {
            running.add(RunningServer.start(candidate, Home.make(folder.resolve(candidate.name()))));
        }
        for (RunningServer server : running) {
            server.awaitReady();
        }
        return List.copyOf(running);
    }

    private void clearAway() {
        List.copyOf(running).forEach(RunningServer::close);
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(Workshop::delete);
        } catch (IOException | UncheckedIOException failure) {
            System.err.println("Delete " + folder + " yourself: " + failure);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
