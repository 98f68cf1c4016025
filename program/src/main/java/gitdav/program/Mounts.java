package gitdav.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is mounted for this process: in a container, all of the file system that it was given.
final class Mounts {

    /// The kernel's list. [proc_pid_mountinfo(5)](https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html)
    static final Path TABLE = Path.of("/proc/self/mountinfo");

    private static final int MOUNT_POINT = 4;
    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");
    /// What the kernel shows of itself, and devices: no files.
    private static final Pattern KERNEL = Pattern.compile("/(proc|sys|dev)(/.*)?");

    private Mounts() {}

    /// The mount points, sorted.
    ///
    /// @return empty where the system has no such list
    static List<Path> in(Path table) throws IOException {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> unescaped(line.split(" ", -1)[MOUNT_POINT]))
                    .filter(point -> !KERNEL.matcher(point).matches()).map(Path::of).distinct().sorted().toList();
        } catch (NoSuchFileException noLinux) {
            return List.of();
        }
    }

    private static String unescaped(String point) {
        return ESCAPED.matcher(point)
                .replaceAll(octal -> Character.toString(Integer.parseInt(octal.group(1), 8)).replace("\\", "\\\\"));
    }
}
