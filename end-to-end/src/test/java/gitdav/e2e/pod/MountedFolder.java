package gitdav.e2e.pod;

import gitdav.servers.Command;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder on which another file system is mounted for a test, by root. Where that is not possible, the test is skipped, and
/// says so.
public final class MountedFolder implements AutoCloseable {

    private static final String OWNER = "uid=%d,gid=%1$d".formatted(PodUser.ID);

    private final Path folder;
    private final List<String> cleanUp;

    private MountedFolder(Path folder, List<String> cleanUp) {
        this.folder = folder;
        this.cleanUp = cleanUp;
    }

    /// A file system in memory, as an emptyDir with `medium: Memory` is one.
    ///
    /// @param size such as `1m`
    public static MountedFolder tmpfs(Path folder, String size) throws IOException {
        return mounted(folder, List.of(), "mount -t tmpfs -o mode=0777,size=%s tmpfs '%s'".formatted(size, folder));
    }

    /// The folder as it is, but nothing can be written there.
    public static MountedFolder readOnly(Path folder) throws IOException {
        return mounted(folder, List.of(),
                "mount --bind '%1$s' '%1$s'; mount -o remount,bind,ro '%1$s'".formatted(folder));
    }

    /// exFAT, by the kernel or by FUSE: it ignores case, and has no links, no modes, no owners, and times of 10 ms or 2 s.
    ///
    /// @param image for the file that stands for the disk
    public static MountedFolder exfat(Path folder, Path image) throws IOException {
        assumeRoot();
        try (var disk = new RandomAccessFile(image.toFile(), "rw")) {
            disk.setLength(64L << 20);
        }
        String loop = tried("losetup --find --show '%s'".formatted(image)).strip();
        return mounted(folder, List.of("losetup", "--detach", loop), ("mkfs.exfat '%s' >/dev/null;"
                + " mount -t exfat -o %s '%1$s' '%s' 2>/dev/null"
                + " || mount.exfat-fuse -o allow_other,%2$s '%1$s' '%3$s' >/dev/null").formatted(loop, OWNER, folder));
    }

    /// A file that the disk no longer gives back: the kernel has a file of which every reading is an input/output error
    /// (`EIO`), and it takes this one's place.
    public static MountedFolder brokenFile(Path file) throws IOException {
        assumeRoot();
        tried("mount --bind /sys/devices/software/power/autosuspend_delay_ms '%s'".formatted(file));
        return new MountedFolder(file, List.of());
    }

    /// Where it is mounted.
    public Path folder() {
        return folder;
    }

    private static MountedFolder mounted(Path folder, List<String> cleanUp, String script) throws IOException {
        assumeRoot();
        Files.createDirectories(folder);
        tried(script);
        return new MountedFolder(folder, cleanUp);
    }

    private static void assumeRoot() {
        Requirement.possible(PodUser.isPossible(), "only root may mount file systems");
    }

    private static String tried(String script) {
        try {
            return Command.run("sh", "-ec", script);
        } catch (IOException e) {
            Requirement.possible(false, "this machine cannot mount that: " + e.getMessage());
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        Command.run("umount", folder.toString());
        if (!cleanUp.isEmpty()) {
            Command.run(cleanUp.toArray(String[]::new));
        }
    }
}
