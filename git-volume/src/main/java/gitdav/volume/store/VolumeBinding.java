package gitdav.volume.store;

import gitdav.files.DurableFiles;
import gitdav.volume.CheckedText;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// Which data volume a git store belongs to: a small text in the store, with the id that the volume's marker has, too.
///
/// @param store the folder of the store
public record VolumeBinding(Path store) {

    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n";

    /// The volume's id, if the store was ever bound to one.
    ///
    /// @throws IOException if what says so is damaged
    Optional<UUID> volumeId() throws IOException {
        Optional<UUID> id = readableVolumeId();
        if (id.isEmpty() && Files.exists(file())) {
            throw new IOException(file() + " is damaged: it is not the id of a volume");
        }
        return id;
    }

    /// The volume's id; empty also if what says so is damaged.
    public Optional<UUID> readableVolumeId() throws IOException {
        return DurableFiles.read(file()).flatMap(CheckedText::read).filter(text -> text.matches(ID))
                .map(text -> UUID.fromString(text.strip()));
    }

    /// Binds the store to the volume that carries this id in its marker.
    void bind(UUID volumeId) throws IOException {
        DurableFiles.write(file(), CheckedText.of(volumeId + "\n"));
    }

    private Path file() {
        return store.resolve("gitdav-volume");
    }
}
