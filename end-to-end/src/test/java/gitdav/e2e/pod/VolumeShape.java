package gitdav.e2e.pod;

import gitdav.servers.Command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What a volume is like when a cluster hands it out: whose its root folder is, with what mode, and what is in it already.
/// The programs run as [PodUser]; only one shape is its own.
public enum VolumeShape {

    /// Given to the user: compose's volumes, a folder of one's own machine.
    OWN(PodUser.ID, PodUser.ID, "0755"),
    /// What the provisioners of minikube, kind and k3s make of a node's folder; fsGroup does nothing there.
    HOST_PATH(0, 0, "0777"),
    /// What a kubelet makes of a CSI driver's disk for a pod with an fsGroup.
    FS_GROUP(0, PodUser.ID, "2775") {
        @Override
        String entries(String folder) {
            return entry(folder + "/lost+found", "mkdir", PodUser.ID, "2770");
        }
    },
    /// Given to the user, after root has put files into it.
    FOREIGN_ENTRIES(PodUser.ID, PodUser.ID, "0755") {
        @Override
        String entries(String folder) {
            return entry(folder + "/root-0644", "echo root >", 0, "0644")
                    + entry(folder + "/root-0600", "echo root >", 0, "0600")
                    + entry(folder + "/root-0755", "mkdir", 0, "0755")
                    + entry(folder + "/root-0755/file", "echo root >", 0, "0644")
                    + entry(folder + "/root-0555", "mkdir", 0, "0755")
                    + entry(folder + "/root-0555/file", "echo root >", 0, "0600")
                    + "chmod 0555 '" + folder + "/root-0555'\n";
        }
    },
    /// A node's folder that is root's alone: no program can work with it.
    ROOTS_ALONE(0, 0, "0755");

    private static final Map<String, String> FOREIGN = Map.of("root-0644", "root\n", "root-0600", "root\n",
            "root-0755/file", "root\n", "root-0555/file", "root\n");

    private final int user;
    private final int group;
    private final String mode;

    VolumeShape(int user, int group, String mode) {
        this.user = user;
        this.group = group;
        this.mode = mode;
    }

    /// What is in the volume before its first use.
    ///
    /// @return a script for sh
    String entries(String folder) {
        return "";
    }

    private static String entry(String path, String make, int group, String mode) {
        return "%s '%s'; chown 0:%d '%2$s'; chmod %s '%2$s'%n".formatted(make, path, group, mode);
    }

    /// Gives the empty data volume that is mounted at a folder this shape.
    ///
    /// @return a script for sh, to be run by root
    public String script(String folder) {
        return scriptWithoutEntries(folder) + entries(folder);
    }

    /// The same for a volume of our own data only, such as the git store: nobody else has put anything into it.
    public String scriptWithoutEntries(String folder) {
        return "chown %d:%d '%s'; chmod %s '%3$s'%n".formatted(user, group, folder, mode);
    }

    /// Makes a data volume, or skips the test.
    public Path make(Path folder) throws IOException {
        return made(folder, script(folder.toString()));
    }

    /// Makes a volume for our own data only.
    public Path makeWithoutEntries(Path folder) throws IOException {
        return made(folder, scriptWithoutEntries(folder.toString()));
    }

    private Path made(Path folder, String script) throws IOException {
        Requirement.present(this == OWN || PodUser.isPossible(),
                this + ": volumes of root's are made by root, who also needs setpriv");
        Files.createDirectory(folder);
        if (this != OWN || PodUser.isPossible()) {
            Command.run("sh", "-ec", script);
        }
        return folder;
    }

    /// One of the shapes that programs can work with, each in its turn; where only one's own are possible, that.
    public static VolumeShape inTurn(long round) {
        List<VolumeShape> usable = usable();
        return usable.get(Math.floorMod(round, usable.size()));
    }

    /// The shapes on which a test is to run: the usual one, or with `-Dshapes=all` each that programs can work with.
    public static Stream<VolumeShape> orAll(VolumeShape usual) {
        return "all".equals(System.getProperty("shapes")) ? usable().stream() : Stream.of(usual);
    }

    private static List<VolumeShape> usable() {
        return PodUser.isPossible() || Requirement.IS_STRICT
                ? List.of(HOST_PATH, FS_GROUP, FOREIGN_ENTRIES, OWN)
                : List.of(OWN);
    }

    /// What is in a new data volume beside the users' files, and has to stay there.
    public Map<String, String> foreign() {
        return this == FOREIGN_ENTRIES ? FOREIGN : Map.of();
    }

    /// Owner, group and mode of a volume's root are the cluster's, whatever has happened.
    public void assertUntouched(Path folder) throws IOException {
        if (PodUser.isPossible()) {
            var attributes = Files.readAttributes(folder, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
            int permissions = (int) attributes.get("mode") & 07777;
            assertThat("%s:%s %04o".formatted(attributes.get("uid"), attributes.get("gid"), permissions))
                    .isEqualTo("%d:%d %s".formatted(user, group, mode));
        }
    }
}
