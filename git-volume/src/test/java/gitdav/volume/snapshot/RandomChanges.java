package gitdav.volume.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What people and programs do to a volume, one thing at a time. What cannot be done just now, because something else is in
/// the way, is not done.
///
/// Nothing here writes into a file and gives it its old time again, or empties it: that is what bit rot and crashes look like,
/// and is taken for it.
final class RandomChanges implements AutoCloseable {

    private static final List<String> NAMES = List.of("a", "b c", "ü");
    private static final List<String> MODES = List.of("rw-r--r--", "rwxr-xr-x", "---------", "r--r--r--", "--x--x--x",
            "-wx-wx-wx");
    private static final Instant OLD = Instant.parse("2001-02-03T04:05:06.000000007Z");
    private static final Instant FUTURE = Instant.parse("2037-02-03T04:05:06Z");

    private final Random random;
    private final Path root;
    private final Path pipe;
    private final List<String> done = new ArrayList<>();
    private Optional<OutputStream> slow = Optional.empty();
    private int times;

    /// @param pipe one outside the volume, on its file system
    RandomChanges(Random random, Path root, Path pipe) {
        this.random = random;
        this.root = root;
        this.pipe = pipe;
    }

    /// What was done, in order.
    List<String> done() {
        return done;
    }

    /// Makes folders and files to begin with.
    void create() throws IOException {
        for (String name : NAMES) {
            for (String below : NAMES) {
                Path folder = Files.createDirectories(root.resolve(name).resolve(below));
                Files.writeString(folder.resolve(NAMES.getFirst()), text());
            }
        }
    }

    /// Does one thing.
    void change() throws IOException {
        change(random.nextInt(21));
    }

    private void change(int kind) throws IOException {
        Path path = path();
        try {
            change(kind, path);
            done.add(kind + " " + root.relativize(path));
        } catch (FileSystemException | SocketException inTheWay) {
            done.add("not " + kind + " " + root.relativize(path));
        }
    }

    private void change(int kind, Path path) throws IOException {
        switch (kind) {
            case 0, 1, 2 -> Files.writeString(writable(path), text());
            case 3, 4 -> Files.createDirectory(path);
            case 5 -> Files.writeString(writable(path), text(), StandardOpenOption.APPEND);
            case 6 ->
                Files.newByteChannel(writable(path), StandardOpenOption.WRITE).truncate(1 + random.nextInt(4)).close();
            case 7, 8 -> Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode()));
            case 9, 10 -> Files.move(path, path());
            case 11 -> Files.move(path, path(), StandardCopyOption.ATOMIC_MOVE);
            case 12 -> Files.createLink(path(), path);
            case 13 -> delete(path);
            case 14 -> touch(path, Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
            case 15 -> touch(path, FileTime.from(OLD.plusSeconds(++times)));
            case 16 -> touch(path, FileTime.from(FUTURE.plusSeconds(++times)));
            case 17 -> Files.createLink(path, pipe);
            case 18 -> replace(path);
            case 19 -> writeSlowly(path);
            default -> Files.setAttribute(path, "unix:uid", random.nextBoolean() ? 10001 : 0,
                    LinkOption.NOFOLLOW_LINKS);
        }
    }

    /// Something else takes the place, as often as not of a folder.
    private void replace(Path path) throws IOException {
        delete(path);
        switch (random.nextInt(4)) {
            case 0 -> Files.createSymbolicLink(path, Path.of(NAMES.get(random.nextInt(NAMES.size()))));
            case 1 -> Files.createDirectory(path);
            case 2 -> ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path))
                    .close();
            default -> Files.writeString(path, text());
        }
    }

    /// A part now and a part later, with as many backups in between as there happen to be.
    private void writeSlowly(Path path) throws IOException {
        close();
        OutputStream out = Files.newOutputStream(writable(path));
        out.write(text().getBytes(UTF_8));
        slow = Optional.of(out);
    }

    /// To open a pipe is to wait for a process at its other end.
    private static Path writable(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileSystemException(path.toString());
        }
        return path;
    }

    private static void touch(Path path, FileTime time) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.setLastModifiedTime(path, time);
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> below;
            try (var entries = Files.list(path)) {
                below = entries.toList();
            }
            for (Path entry : below) {
                delete(entry);
            }
        }
        Files.deleteIfExists(path);
    }

    /// Readable more often than not.
    private String mode() {
        return MODES.get(random.nextInt(random.nextBoolean() ? 2 : MODES.size()));
    }

    private String text() {
        return "x".repeat(random.nextInt(3)) + random.nextInt(1000);
    }

    private Path path() {
        Path path = root.resolve(NAMES.get(random.nextInt(NAMES.size())));
        for (int depth = random.nextInt(3); depth > 0; depth--) {
            path = path.resolve(NAMES.get(random.nextInt(NAMES.size())));
        }
        return path;
    }

    /// Ends what is being written slowly.
    @Override
    public void close() throws IOException {
        if (slow.isPresent()) {
            try (OutputStream out = slow.get()) {
                out.write(text().getBytes(UTF_8));
            }
            slow = Optional.empty();
        }
    }
}
