package gitdav.webdav;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Notices when files have changed, by looking at them every second: a mounted Secret, which Kubernetes replaces by
/// turning a link two folders up, a renewed certificate, a file that a person edits.
final class FileWatch implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final List<Path> files;
    private final Runnable reaction;
    private final Thread thread;

    /// @param reaction called whenever at least one of the files has changed and all of them are there
    FileWatch(List<Path> files, Runnable reaction) {
        this.files = files;
        this.reaction = reaction;
        List<Optional<State>> now = state();
        thread = Thread.ofVirtual().name("file-watch").start(() -> watch(now));
    }

    private void watch(List<Optional<State>> known) {
        List<Optional<State>> last = known;
        while (true) {
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException closed) {
                return;
            }
            List<Optional<State>> now = state();
            if (!now.equals(last) && now.stream().allMatch(Optional::isPresent)) {
                reaction.run();
                last = now;
            }
        }
    }

    private List<Optional<State>> state() {
        return files.stream().map(State::of).toList();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /// What tells one version of a file from another.
    private record State(FileTime modified, long size, Object key) {

        static Optional<State> of(Path file) {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new State(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
            } catch (IOException absent) {
                return Optional.empty();
            }
        }
    }
}
