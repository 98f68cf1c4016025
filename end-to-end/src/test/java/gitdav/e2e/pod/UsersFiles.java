package gitdav.e2e.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What users have in a data volume: the names of the files and their content, without our own folder.
public final class UsersFiles {

    private UsersFiles() {}

    /// From names, relative to the volume, to contents.
    public static Map<String, String> in(Path volume) throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> paths = Files.walk(volume)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                String name = volume.relativize(file).toString();
                if (!name.startsWith(".gitdav/")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }
}
