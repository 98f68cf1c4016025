package gitdav.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The flags of the virtual machine in webdav-app's container, where the container's memory limit is one of them.
public final class ImageFlags {

    /// What `k8s/` gives webdav-app: the heap is a share of it.
    static final String MEMORY_LIMIT = "256m";

    private static final Pattern HEAP = Pattern.compile("<heap.webdav-app>(\\d+)</heap.webdav-app>");

    private ImageFlags() {}

    /// Reads them where the images are made, so that there is no second list.
    ///
    /// @param project the folder with the project's `pom.xml`
    public static List<String> read(Path project) throws IOException {
        String pom = Files.readString(project.resolve("images/pom.xml"));
        Matcher heap = HEAP.matcher(pom);
        if (!heap.find()) {
            throw new IOException("images/pom.xml says nothing of heap.webdav-app");
        }
        return List.of("@" + project.resolve("config/jvm-flags"), "-XX:MaxRAM=" + MEMORY_LIMIT,
                "-XX:MaxRAMPercentage=" + heap.group(1), "-XX:MinRAMPercentage=" + heap.group(1));
    }
}
