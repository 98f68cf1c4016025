package gitdav.webdav.property;

import gitdav.webdav.disk.Durability;
import gitdav.webdav.protocol.SharePath;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Where the dead properties of a file or folder are stored.
///
/// A tree like the users': the properties of `photos/beach.jpg` are in `share.d/photos.d/beach.jpg.xml`, those of
/// `photos` in `share.d/photos.xml`. The endings keep the two apart, whatever users call their files.
record PropertyFiles(Path folder, Durability durability) {

    static final String OWN = ".xml";
    static final String WITHIN = ".d";
    private static final String SHARE = "share";
    private static final int MAX_NAME = 255;

    /// The file with the properties of what is at the path.
    Path own(SharePath path) {
        return place(path, OWN);
    }

    /// The folder with those of what is in the folder at the path.
    Path within(SharePath path) {
        return place(path, WITHIN);
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// A name may have 255 bytes on almost every disk; with its ending it can have more.
    ///
    /// @throws NotStorableException if it has
    static void requireStorable(Path place) {
        if (place.getFileName().toString().getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            throw new NotStorableException("The name is too long for a file or folder with properties");
        }
    }

    /// Brings a folder to the disk, with every one from there up, which may have been made just now.
    void flushFrom(Path changed) throws IOException {
        for (Path dir = changed; dir.startsWith(folder); dir = dir.getParent()) {
            if (exists(dir)) {
                durability.flush(dir);
            }
        }
    }

    private Path place(SharePath path, String ending) {
        Path place = folder;
        String name = SHARE;
        for (String next : path.names()) {
            place = place.resolve(name + WITHIN);
            name = next;
        }
        return place.resolve(name + ending);
    }
}
