package gitdav.benchmark.growth;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/// The users' files at a size of an axis. The same ones at each run.
final class Content {

    /// What every share has besides the one quantity that grows.
    private static final int FEW = 100;
    private static final int MEGABYTE = 1_000_000;
    private static final int MEGABYTES_PER_FILE = 50;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Path data;

    private Content(Path data) {
        this.data = data;
    }

    /// Writes all of it.
    ///
    /// @param data the data volume
    /// @return the folder with the most files
    static Path write(Axis axis, long size, Path data) throws IOException {
        var content = new Content(data);
        return switch (axis) {
            case FILES -> content.tree(size);
            case ENTRIES -> content.folder(data.resolve("folder"), size);
            case MEGABYTES -> content.large(size);
            case COMMITS, SHARES -> content.folder(data.resolve("folder"), FEW);
        };
    }

    /// Writes new content into some files of that folder.
    ///
    /// @param version makes the content another one each time
    static void change(Path folder, int files, int version) throws IOException {
        for (int i = 0; i < files; i++) {
            Files.writeString(folder.resolve(name(i)), "changed, version " + version + ", file " + i + "\n");
        }
    }

    private Path tree(long files) throws IOException {
        for (long i = 0; i < files; i += FEW) {
            folder(data.resolve(String.format(Locale.ROOT, "%02d/%02d", i / FEW / 100, i / FEW % 100)),
                    Math.min(FEW, files - i));
        }
        return data.resolve("00/00");
    }

    private Path folder(Path folder, long files) throws IOException {
        Files.createDirectories(folder);
        byte[] noise = new byte[250];
        for (long i = 0; i < files; i++) {
            random.nextBytes(noise);
            try (var out = Files.newOutputStream(folder.resolve(name(i)))) {
                byte[] text = (folder.getFileName() + " has a file " + i + ". ").repeat(10)
                        .getBytes(StandardCharsets.UTF_8);
                out.write(text);
                out.write(noise);
            }
        }
        return folder;
    }

    private Path large(long megabytes) throws IOException {
        Files.createDirectories(data.resolve("large"));
        byte[] noise = new byte[MEGABYTE];
        for (long i = 0; i < megabytes; i += MEGABYTES_PER_FILE) {
            try (var out = new BufferedOutputStream(Files.newOutputStream(data.resolve("large/" + i + ".bin")))) {
                for (long j = i; j < Math.min(megabytes, i + MEGABYTES_PER_FILE); j++) {
                    random.nextBytes(noise);
                    out.write(noise);
                }
            }
        }
        return folder(data.resolve("folder"), FEW);
    }

    private static String name(long i) {
        return "file " + i + ".txt";
    }
}
