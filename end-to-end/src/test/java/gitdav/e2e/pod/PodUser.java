package gitdav.e2e.pod;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The user that the programs are in a pod. Root may do everything, and hides every fault with permissions: where the tests
/// run as root, as in `.ci/run`, the programs run as this user nevertheless; elsewhere they run as who runs the tests.
public final class PodUser {

    /// The user and its group.
    public static final int ID = 10001;

    private static final boolean IS_POSSIBLE = System.getProperty("user.name").equals("root")
            && Files.isExecutable(Path.of("/usr/bin/setpriv"));

    private static final Map<Path, Path> COPIES = new HashMap<>();

    private PodUser() {}

    /// Whether processes of this user can be started, and volumes of root be made for them.
    public static boolean isPossible() {
        return IS_POSSIBLE;
    }

    /// The command as this user, without any of root's rights.
    public static Stream<String> command(List<String> command) {
        return Stream.concat(IS_POSSIBLE
                ? Stream.of("/usr/bin/setpriv", "--reuid", "" + ID, "--regid", "" + ID, "--clear-groups", "--inh-caps",
                        "-all", "--no-new-privs")
                : Stream.empty(), command.stream());
    }

    /// Copies files and folders of the build, as far as they are there, to where this user may read them, once: the project
    /// itself may be its owner's alone.
    ///
    /// @param folder what they are in
    /// @return what the copies are in
    public static Path readable(Path folder, String... names) throws IOException {
        if (!IS_POSSIBLE) {
            return folder;
        }
        synchronized (COPIES) {
            Path copies = COPIES.get(folder);
            if (copies == null) {
                copies = letIn(Files.createTempDirectory("build"));
                deleteAtExit(copies);
                for (String name : Stream.of(names).filter(name -> Files.exists(folder.resolve(name))).toList()) {
                    run("cp", "--recursive", folder.resolve(name).toString(), copies.toString());
                }
                run("chmod", "--recursive", "a+rX", copies.toString());
                COPIES.put(folder, copies);
            }
            return copies;
        }
    }

    private static void deleteAtExit(Path folder) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            try {
                run("rm", "--recursive", folder.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    /// Lets this user into a folder of a test, which is its owner's alone.
    public static Path letIn(Path folder) throws IOException {
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// What root has just written into a volume in place of this user (by a program that runs within the test, or in place of
    /// an upload) belongs to it, as it would in a pod; the volume's root stays as it is.
    ///
    /// @param volume whose entries of root are to be given away, but for those that are root's on purpose (`root-...`)
    public static void own(Path volume) throws IOException {
        if (IS_POSSIBLE) {
            run("find", volume.toString(), "-mindepth", "1", "(", "-path", volume + "/root-*", "-o", "-path",
                    volume + "/lost+found", ")", "-prune", "-o", "-user", "root", "-exec", "chown",
                    "--no-dereference", ID + ":" + ID, "{}", "+");
        }
    }

    private static void run(String... command) throws IOException {
        if (new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue() != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }
}
