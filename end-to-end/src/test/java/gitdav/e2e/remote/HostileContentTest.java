package gitdav.e2e.remote;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import gitdav.servers.Command;
import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.StoredConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Everything that git or its servers lose, alter or refuse goes through a backup over SSH and a restore elsewhere, in
/// programs with little memory, and comes back equal: byte for byte and time for time. The server checks what it gets
/// (`receive.fsckObjects`).
@Tag("long")
class HostileContentTest {

    private static final SshKey KEY = SshKey.generate();

    /// Names that mean something to git on some file system.
    private static final List<String> CONTROL_NAMES = List.of(".git", ".GIT", ".Git ", ".git.", "git~1", "GIT~2",
            ".git::$DATA",
            ".g\u200cit", ".gitmodules", ".GITMODULES", "gitmod~1", ".gitattributes", ".gitignore",
            ".gitdav-escaped-.git",
            ".gitdav-chunks-", ".gitdav-chunks-x");

    /// Names that mean something to Windows, to a shell, to a URL, or to a program that reads one file name a line.
    private static final List<String> ODD_NAMES = List.of(" ", "  leading and trailing  ", "-rf", "a\nb", "tab\there",
            "\u0001",
            "\u007f", "back\\slash", "quote\"'`$()", "*?[]", "CON", "nul.txt", "a:b", "trailing.", "%2e%2e", "a%41",
            "#", "&amp;",
            "~", "ünïcödé", "u\u0308", "\ud83d\ude00", "\u202etxt.exe", "\ufeffbom", "x".repeat(255), "ü".repeat(127),
            "A", "a", "times", "layout", "properties");

    @TempDir
    private Path dir;
    private GitServer server;
    private Path repository;
    private Path data;

    @BeforeEach
    void serverThatChecksAndAnEmptyVolume() throws Exception {
        repository = dir.resolve("remotes/content.git");
        try (var remote = GitStore.open(repository, "main")) {
            StoredConfig config = remote.repository().getConfig();
            config.setBoolean("receive", null, "fsckObjects", true);
            config.save();
        }
        server = GitServer.start(dir.resolve("remotes"), SshKey.generate(), List.of(KEY));
        Files.writeString(dir.resolve("known_hosts"), server.knownHost());
        data = PodUser.letIn(dir).resolve("data");
        run("git-init", "data", "git");
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void hostileContentComesBackEqual() throws Exception {
        for (String folder : List.of("", "folder/", "folder/.git/", ".gitdav-chunks-folder/", "deep/".repeat(40))) {
            for (String name : CONTROL_NAMES) {
                write(folder.equals("") ? "root/" + name : folder + "control/" + name + "/inside", name);
                write(folder + "names/" + name, name);
            }
        }
        for (String name : ODD_NAMES) {
            write("odd/" + name, name);
            write("odd folders/" + name + "/file", name);
        }
        Files.writeString(Path.of(URI.create(data.toUri() + "caf%E9.txt")), "Latin-1");
        Files.createDirectories(Path.of(URI.create(data.toUri() + "%FF%FE/empty")));

        write(".gitignore", "*\n");
        write(".gitattributes", "* text eol=crlf ident filter=lfs\n" + "long ".repeat(1000));
        write(".gitmodules", "[submodule \"--upload-pack=x\"]\n\tpath = ../../x\n\turl = -u./payload\n");
        Files.createSymbolicLink(data.resolve("names/.gitmodules link"), Path.of(".git/config"));
        write("crlf", "one\r\ntwo\nthree\r");
        write("ident", "$Id$ $Date$");
        write("pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
        write("like a commit", "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor x <x> 0 +0000\n");
        write("nothing", "");
        byte[] random = new byte[40_000_000];
        new Random(1).nextBytes(random);
        Files.write(data.resolve("large"), random);
        Files.write(data.resolve("folder/.gitmodules"), random);
        for (int i = 0; i < 3000; i++) {
            write("many/" + i % 40 + "/" + i, "the same in each");
        }

        Files.createDirectories(data.resolve("empty/and deeper"));
        Files.createSymbolicLink(data.resolve("dangling"), Path.of("../nowhere"));
        Files.createSymbolicLink(data.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(data.resolve("absolute"), Path.of("/etc/passwd"));
        Files.createLink(data.resolve("second name"), data.resolve("crlf"));
        Files.setPosixFilePermissions(write("run me", "#!/bin/sh\n"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write(".gitdav/properties/large.properties", "<color xmlns='urn:x'>red</color>");
        setTime("crlf", "1969-12-31T23:59:59.999999999Z");
        setTime("nothing", "1901-12-14T00:00:00Z");
        setTime("large", "2105-01-01T00:00:00.000000001Z");
        setTime("empty/and deeper", "2001-02-03T04:05:06.789Z");
        setTime("empty", "1980-01-01T00:00:00Z");
        setTime("", "2011-11-11T11:11:11.111111111Z");
        Map<String, String> before = described(data);

        assertThat(run("git-backup", "data", "git", "--once")).contains("backed up");
        assertThat(run("git-init", "restored", "another store")).contains("restored");

        assertThat(described(dir.resolve("restored"))).isEqualTo(before);
        git("--git-dir", repository.toString(), "fsck", "--full", "--strict");
        git("-c", "transfer.fsckObjects=true", "clone", "--quiet", "--bare", "file://" + repository, "checked.git");
    }

    @Test
    void whatGitCannotHoldIsReportedAndTheRestComesBack() throws Exception {
        write("file", "content");
        Command.run("mkfifo", data.resolve("pipe").toString());

        assertThat(run("git-backup", "data", "git", "--once")).contains("pipe is neither file, folder nor link");
        run("git-init", "restored", "another store");

        assertThat(described(dir.resolve("restored"))).containsOnlyKeys("file");
    }

    @Test
    void fileOfMoreThan2GiBComesBackInASmallContainer() throws Exception {
        try (var film = new RandomAccessFile(data.resolve("film").toFile(), "rw")) {
            film.setLength(2_200_000_000L);
            for (int i = 0; i < 20; i++) {
                film.seek(i * 110_000_000L);
                film.write(("scene " + i).getBytes(StandardCharsets.UTF_8));
            }
        }
        Map<String, String> before = described(data);

        run("git-backup", "data", "git", "--once");
        run("git-init", "restored", "another store");

        assertThat(described(dir.resolve("restored"))).isEqualTo(before);
    }

    private String run(String program, String volume, String store, String... arguments) throws Exception {
        VolumeShape shape = VolumeShape.inTurn(0);
        if (Files.notExists(dir.resolve(volume))) {
            shape.make(dir.resolve(volume));
            shape.makeWithoutEntries(dir.resolve(store));
        }
        PodUser.own(dir.resolve(volume));
        var settings = new HashMap<>(Map.of("DATA_DIR", dir.resolve(volume).toString(), "GIT_STORE",
                dir.resolve(store).toString(), "GIT_URL", server.url("content.git", KEY), "SSH_KNOWN_HOSTS_FILE",
                dir.resolve("known_hosts").toString()));
        settings.put("JAVA_TOOL_OPTIONS", "-Xmx128m -XX:+UseSerialGC");
        try (var process = ProgramProcess.startInPod(program, settings, arguments)) {
            assertThat(process.exitCode()).as(process.output()).isZero();
            return process.output();
        }
    }

    private Path write(String name, String content) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void setTime(String name, String time) throws IOException {
        Files.setLastModifiedTime(data.resolve(name), FileTime.from(Instant.parse(time)));
    }

    private void git(String... arguments) throws IOException {
        Command.run(Stream.concat(Stream.of("git", "-C", dir.toString()), Stream.of(arguments)).toArray(String[]::new));
    }

    /// Every path with what is there; of our own folder, only the properties. A path as in a URI, which has all its bytes.
    private static Map<String, String> described(Path volume) throws Exception {
        var described = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(volume)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String name = volume.toUri().relativize(path.toUri()).getRawPath().replaceFirst("/$", "");
                boolean isOurs = name.equals(".gitdav") || name.startsWith(".gitdav/");
                // The root folder is the cluster's, its time included.
                boolean isRoot = name.isEmpty();
                if (!isRoot && (!isOurs || name.startsWith(".gitdav/properties"))) {
                    described.put(name, describe(path));
                }
            }
        }
        return described;
    }

    private static String describe(Path path) throws Exception {
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path);
        }
        FileTime time = Files.getLastModifiedTime(path);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return "folder of " + time;
        }
        var sha = MessageDigest.getInstance("SHA-256");
        try (var in = Files.newInputStream(path)) {
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = in.read(buffer)) > 0;) {
                sha.update(buffer, 0, read);
            }
        }
        return (Files.isExecutable(path) ? "program" : "file") + " of " + time + ", " + Files.size(path) + " bytes, "
                + HexFormat.of().formatHex(sha.digest());
    }
}
