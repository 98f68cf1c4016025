package gitdav.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file of ours in a folder to which programs that are not trusted may write, too: what has its name may be a link to
/// anywhere, a pipe without a writer, or larger than the memory.
///
/// @param name a single name
public record OwnFile(OpenFolder folder, Path name) {

    /// Its text. What cannot be a file that we have written, because it is no regular file or too long, reads as an empty
    /// text: as one that is damaged.
    ///
    /// @param longest in bytes
    /// @return empty if nothing has that name
    public Optional<String> read(int longest) throws IOException {
        try {
            if (!folder.stat(name).isFile()) {
                return Optional.of("");
            }
            try (InputStream in = folder.read(name)) {
                byte[] text = in.readNBytes(longest + 1);
                return Optional.of(text.length > longest ? "" : new String(text, StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Replaces it, or the link or pipe in its place: written beside it, flushed, renamed over it, and the folder flushed.
    public void write(String content) throws IOException {
        write(out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    /// The same for content that need not be in memory.
    public void write(DurableFiles.Content content) throws IOException {
        Path unfinished = folder.path(Path.of(name.getFileName() + ".unfinished"));
        folder.naming(name, () -> {
            // Of an earlier try, or a link of a stranger's: nothing is written into what is there already.
            Files.deleteIfExists(unfinished);
            try (var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS)) {
                content.writeTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            DurableFiles.move(unfinished, folder.path(name));
            return null;
        });
    }

    /// Deletes it if it is there, and flushes the folder.
    public void delete() throws IOException {
        folder.naming(name, () -> {
            DurableFiles.delete(folder.path(name));
            return null;
        });
    }
}
