package gitdav.volume;

import gitdav.program.SettingsException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Folders of which none may be inside another: a backup would have itself in it, larger each time, or be within the
/// application's reach. Links and mounts do not hide it.
public final class SeparateFolders {

    /// As many links one after the other as Linux follows.
    private static final int MOST_LINKS = 40;

    private SeparateFolders() {}

    /// Makes sure that neither is inside the other. Either may be missing as yet.
    ///
    /// @param name the setting that names the one
    /// @param otherName the setting that names the other
    public static void require(String name, Path folder, String otherName, Path other) throws SettingsException {
        try {
            if (isInside(folder, other) || isInside(other, folder)) {
                throw new SettingsException(name + ": " + folder + " and " + otherName + " " + other
                        + " must not be inside each other" + (real(folder).equals(folder) && real(other).equals(other)
                                ? ""
                                : " (they are " + real(folder) + " and " + real(other) + ")")
                        + ": the backup would contain itself, or the application could reach it");
            }
        } catch (IOException e) {
            throw new SettingsException(name + ": cannot find out where " + folder + " is: " + e);
        }
    }

    private static boolean isInside(Path inner, Path outer) throws IOException {
        Path real = real(outer);
        for (Path around : Stream.iterate(real(inner), path -> path != null, Path::getParent).toList()) {
            // The same folder may be mounted at two places.
            if (around.equals(real)
                    || (Files.exists(around) && Files.exists(real) && Files.isSameFile(around, real))) {
                return true;
            }
        }
        return false;
    }

    /// Where the path leads to, also if its end, or what a link in it names, is not there yet.
    static Path real(Path path) throws IOException {
        return real(path.toAbsolutePath(), 0);
    }

    private static Path real(Path path, int links) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        if (Files.isSymbolicLink(path) && links < MOST_LINKS) {
            return real(path.resolveSibling(Files.readSymbolicLink(path)), links + 1);
        }
        Path parent = path.getParent();
        return parent == null ? path : real(parent, links).resolve(path.getFileName()).normalize();
    }
}
