package gitdav.webdav.property;

import gitdav.webdav.disk.Volume;
import gitdav.webdav.protocol.FileName;
import gitdav.webdav.protocol.SharePath;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;

/// Where the dead properties of a file or folder are stored.
///
/// A tree like the users': the properties of `photos/beach.jpg` are in `share.d/photos.d/beach.jpg.xml`, those of
/// `photos` in `share.d/photos.xml`. The endings keep the two apart, whatever users call their files. Where a name is
/// too long for its ending, its SHA-256 stands for it, and a tilde behind the ending keeps it apart from all others.
record PropertyFiles(Path folder, Volume volume) {

    static final String OWN = ".xml";
    static final String WITHIN = ".d";
    private static final String SHARE = "share";
    /// Of almost every disk, in bytes.
    private static final int MAX_NAME = 255;
    private static final String ABBREVIATED = "~";

    /// The file with the properties of what is at the path.
    Path own(SharePath path) {
        return place(path, OWN);
    }

    /// The folder with those of what is in the folder at the path.
    Path within(SharePath path) {
        return place(path, WITHIN);
    }

    /// Brings the folders where paths are to the disk, in this order and each once, with every one from there up, which may
    /// have been made just now. Paths outside of the properties are passed over.
    void flushFoldersOf(List<Path> changed) throws IOException {
        var folders = new LinkedHashSet<Path>();
        for (Path path : changed) {
            for (Path dir = path.getParent(); dir.startsWith(folder); dir = dir.getParent()) {
                folders.add(dir);
            }
        }
        for (Path dir : folders) {
            volume.flushFolder(dir);
        }
    }

    private Path place(SharePath path, String ending) {
        Path place = folder;
        String name = SHARE;
        for (String next : path.names()) {
            place = FileName.in(place, stored(name, WITHIN));
            name = next;
        }
        return FileName.in(place, stored(name, ending));
    }

    /// What the file or folder is called that belongs to one of the users'.
    ///
    /// @param name the users'
    static String stored(String name, String ending) {
        byte[] bytes = FileName.bytes(name);
        return bytes.length + ending.length() <= MAX_NAME
                ? name + ending
                : HexFormat.of().formatHex(sha256(bytes)) + ending + ABBREVIATED;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java has it", impossible);
        }
    }
}
