package gitdav.volume.merge;

import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.ObjectId;

import java.nio.charset.StandardCharsets;

/// Under which names the other side's version of a file is put beside ours: `report (from 0123456789).txt` for
/// `report.txt`, and if that is taken, `report (from 0123456789, 2).txt`.
///
/// @param commit the first digits of the other side's commit
record ConflictName(String commit) {

    private static final int LONGEST_NAME = 255;

    static ConflictName from(ObjectId theirs) {
        return new ConflictName(theirs.abbreviate(10).name());
    }

    /// @param attempt 1 for the first name to try
    TreeName of(TreeName name, int attempt) {
        String suffix = " (from " + commit + (attempt == 1 ? "" : ", " + attempt) + ")";
        String bytes = name.bytes();
        int dot = bytes.lastIndexOf('.');
        String extension = dot > 0 && bytes.length() - dot < 20 ? bytes.substring(dot) : "";
        String stem = bytes.substring(0, bytes.length() - extension.length());
        int room = LONGEST_NAME - extension.length() - suffix.getBytes(StandardCharsets.ISO_8859_1).length;
        while (stem.length() > room || endsInsideACharacter(stem, bytes)) {
            stem = stem.substring(0, stem.length() - 1);
        }
        return new TreeName(stem + suffix + extension);
    }

    /// In UTF-8, the bytes after a character's first are 10xxxxxx.
    private static boolean endsInsideACharacter(String stem, String name) {
        return stem.length() < name.length() && !stem.isEmpty() && (name.charAt(stem.length()) & 0xC0) == 0x80;
    }
}
