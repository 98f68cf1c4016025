package gitdav.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A file or folder that not even root may change, `chattr +i`: what another user's is for everybody else.
final class Immutable {

    private Immutable() {}

    static void assumePossible(Path folder) throws IOException, InterruptedException {
        Path file = Files.createTempFile(folder, "immutable", "");
        boolean isPossible = chattr("+i", file) && chattr("-i", file);
        assumeTrue(isPossible, "chattr +i takes root and a file system that knows it");
    }

    static void set(Path path, boolean isImmutable) throws IOException, InterruptedException {
        assumeTrue(chattr(isImmutable ? "+i" : "-i", path));
    }

    private static boolean chattr(String flag, Path path) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder("chattr", flag, path.toString()).start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
