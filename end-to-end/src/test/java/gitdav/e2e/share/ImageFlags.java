package gitdav.e2e.share;

import gitdav.e2e.pod.ProgramProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory that a program has in its image. Its other flags are those of every [ProgramProcess].
final class ImageFlags {

    private ImageFlags() {}

    /// In a container with as much memory as `k8s/` gives webdav-app.
    static String with256MiB(String program) {
        try {
            Matcher heap = Pattern.compile("<heap." + program + ">(\\d+)</heap")
                    .matcher(Files.readString(ProgramProcess.ROOT.resolve("images/pom.xml")));
            if (!heap.find()) {
                throw new AssertionError("no share of the heap for " + program);
            }
            return "-XX:MaxRAM=256m -XX:MaxRAMPercentage=%1$s -XX:MinRAMPercentage=%1$s".formatted(heap.group(1));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
