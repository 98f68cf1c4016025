package gitdav.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory that webdav-app has in its container, as flags of the virtual machine: the limit of the container is one of them.
public final class ImageMemory {

    /// What `k8s/` gives it: the heap is a share of it.
    public static final String LIMIT = "256m";

    private ImageMemory() {}

    /// The flags that come to those of every [BuiltProgram]. They are read where the images are made, so that there is no
    /// second list.
    ///
    /// @param project the project's root folder
    /// @throws IOException if `images/pom.xml` cannot be read, or says nothing of its heap
    public static List<String> flags(Path project) throws IOException {
        Path images = project.resolve("images/pom.xml");
        Matcher heap = Pattern.compile("<heap\\.webdav-app>(\\d+)</heap").matcher(Files.readString(images));
        if (!heap.find()) {
            throw new IOException(images + " says nothing of heap.webdav-app");
        }
        return List.of("-XX:MaxRAM=" + LIMIT, "-XX:MaxRAMPercentage=" + heap.group(1),
                "-XX:MinRAMPercentage=" + heap.group(1));
    }
}
