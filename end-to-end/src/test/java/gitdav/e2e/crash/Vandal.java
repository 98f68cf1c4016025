package gitdav.e2e.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Damages files as disks, crashes and killed processes do: at random, and without a trace in the times.
final class Vandal {

    private static final List<String> STALE_LOCKS = List.of("refs/heads/main.lock", "packed-refs.lock", "index.lock",
            "config.lock", "HEAD.lock", "objects/noz123.tmp", "objects/pack/incoming_1.pack", "gc.pid");

    private final Random random;
    private final List<String> deeds = new ArrayList<>();

    /// The same seed does the same damage.
    Vandal(long seed) {
        random = new Random(seed);
    }

    /// What was done so far, for people.
    String deeds() {
        return String.join(", ", deeds);
    }

    /// Damages one of the files, somehow.
    void damageOneOf(List<Path> files) throws IOException {
        if (!files.isEmpty()) {
            damage(files.get(random.nextInt(files.size())));
        }
    }

    /// Some file of the git store, or some locks of a process that is no more.
    void damageStore(Path store) throws IOException {
        if (random.nextInt(4) == 0) {
            for (String lock : STALE_LOCKS) {
                if (random.nextBoolean() && Files.exists(store.resolve(lock).getParent())) {
                    Files.writeString(store.resolve(lock), "stale");
                    deeds.add("left " + lock);
                }
            }
            return;
        }
        try (Stream<Path> all = Files.walk(store)) {
            damageOneOf(all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !path.getFileName().toString().equals("gitdav.lock"))
                    .filter(path -> !path.startsWith(store.resolve("set-aside"))).sorted().toList());
        }
    }

    private void damage(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        FileTime timeOfFolder = Files.getLastModifiedTime(file.getParent());
        byte[] content = Files.readAllBytes(file);
        makeWritable(file);
        switch (content.length == 0 ? 3 : random.nextInt(4)) {
            case 0 -> {
                content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, content);
                deeds.add("flipped a bit of " + file);
            }
            case 1 -> {
                Files.write(file, Arrays.copyOf(content, random.nextInt(content.length)));
                deeds.add("truncated " + file);
            }
            case 2 -> {
                int from = random.nextInt(content.length);
                byte[] before = content.clone();
                Arrays.fill(content, from, content.length, (byte) 0);
                if (Arrays.equals(before, content)) {
                    content[from] = 1;
                }
                Files.write(file, content);
                deeds.add("zeroed the end of " + file);
            }
            default -> {
                Files.delete(file);
                Files.setLastModifiedTime(file.getParent(), timeOfFolder);
                deeds.add("deleted " + file);
                return;
            }
        }
        Files.setLastModifiedTime(file, time);
    }

    /// Objects in a git store are read-only; disks do not care.
    private static void makeWritable(Path file) {
        if (!file.toFile().setWritable(true)) {
            throw new AssertionError(file);
        }
    }
}
