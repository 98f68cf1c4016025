package gitdav.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The flags of the virtual machine in an image, read where the images are made.
final class ImageFlags {

    private static final Pattern FLAG = Pattern.compile("<jvmFlag>(.*)</jvmFlag>");
    private static final Pattern HEAP = Pattern.compile("<heap.percentage>(\\d+)</heap.percentage>");

    private ImageFlags() {}

    /// In a container with as much memory as `k8s/` gives webdav-app.
    static String with256MiB(String program) {
        String heap = text(program + "/pom.xml", HEAP);
        return "-XX:MaxRAM=256m " + text("pom.xml", FLAG).replace("${heap.percentage}", heap);
    }

    private static String text(String file, Pattern pattern) {
        Path pom = ProgramProcess.ROOT.resolve(file);
        try {
            return pattern.matcher(Files.readString(pom)).results().map(found -> found.group(1))
                    .collect(Collectors.joining(" "));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
