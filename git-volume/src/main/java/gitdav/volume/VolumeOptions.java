package gitdav.volume;

import gitdav.program.FolderConverter;
import gitdav.program.SettingsException;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// The settings that say where the two volumes are mounted.
public final class VolumeOptions {

    @Option(names = "--data-dir", paramLabel = "FOLDER", defaultValue = "/data", converter = FolderConverter.class,
            description = "the data volume: the users' files (default: ${DEFAULT-VALUE})")
    private Path dataDir;

    @Option(names = "--git-store", paramLabel = "FOLDER", defaultValue = "/git",
            description = "the git volume: the local git directory, made if missing; never inside the data volume"
                    + " (default: ${DEFAULT-VALUE})")
    private Path gitStore;

    /// The data volume.
    ///
    /// @throws SettingsException if one of the two volumes is inside the other
    public DataVolume dataVolume() throws SettingsException {
        Path data = dataDir.toAbsolutePath().normalize();
        Path git = gitStore();
        SeparateFolders.require("GIT_STORE", git, "DATA_DIR", data);
        return new DataVolume(data);
    }

    /// The git store's folder.
    public Path gitStore() {
        return gitStore.toAbsolutePath().normalize();
    }
}
