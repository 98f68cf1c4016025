package gitdav.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/// What one server has to itself: a folder with its share (`data`) and everything else it writes (`run`), and a port.
record Home(Path folder, int port) {

    /// Where the servers' configuration files are, in the project.
    private static final Path CONFIGURATIONS = Path.of("benchmark/servers");
    /// Whom Debian's web servers run as where root starts them; Apache refuses to be root.
    private static final String UNPRIVILEGED = "www-data";

    static Home make(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(folder.resolve("run"));
        if (isRoot()) {
            UserPrincipal owner = folder.getFileSystem().getUserPrincipalLookupService()
                    .lookupPrincipalByName(UNPRIVILEGED);
            for (Path part : List.of(folder, folder.resolve("data"), folder.resolve("run"))) {
                Files.setOwner(part, owner);
            }
        }
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Home(folder, free.getLocalPort());
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    /// What the server prints.
    Path log() {
        return folder.resolve("log");
    }

    /// Writes the server's configuration file, with folder and port filled in.
    ///
    /// @return where it is
    String configuration(String name) throws IOException {
        String text = Files.readString(CONFIGURATIONS.resolve(name)).replace("@FOLDER@", folder.toString())
                .replace("@PORT@", String.valueOf(port));
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /// The command, run without root's rights even if root runs the benchmark.
    List<String> asNobodySpecial(String... command) {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid", UNPRIVILEGED, "--regid", UNPRIVILEGED, "--clear-groups"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
