package gitdav.contract;

import java.util.regex.Pattern;

/// The names on the data volume that are not the users'. WebDAV shows none of them, in no spelling. What is kept in the
/// reserved folder stays there, but for [#PROPERTIES], which is backed up with the users' files.
public final class VolumeLayout {

    /// The reserved folder, in the root of the volume.
    public static final String RESERVED = ".gitdav";

    /// A folder that a disk is born with; no program touches it.
    public static final String LOST_AND_FOUND = "lost+found";

    /// A file: the volume's id, and the version of its layout. Written by git-init once the volume is complete; git-backup
    /// backs up no volume without it.
    public static final String MARKER = "marker";

    /// A folder: dead properties, a file for each file that has some. Written by webdav-app, backed up, and restored.
    public static final String PROPERTIES = "properties";

    /// A folder: WebDAV locks, a [LockFile] each. Written by webdav-app; git-backup changes no file that is locked.
    public static final String LOCKS = "locks";

    /// A folder: staging of uploads and copies. webdav-app alone; empty after its start.
    public static final String UPLOADS = "uploads";

    /// A folder: the journal of folders that are being replaced. webdav-app alone.
    public static final String REPLACED = "replaced";

    /// A folder: the journal of properties that follow a file. webdav-app alone.
    public static final String FOLLOWING = "following";

    /// A folder: staging of a restore or a merge. git-init, git-backup.
    public static final String STAGING = "staging";

    /// A file: the journal of a restore. git-init, git-backup.
    public static final String RESTORING = "restoring";

    /// A folder: what a remedy or a merge has replaced. git-init, git-backup; for a person to look through, and to delete.
    public static final String SET_ASIDE = "set-aside";

    /// A file: the entries of the commit that the volume cannot hold. git-init, git-backup.
    public static final String NOT_APPLIED = "not-applied";

    /// Some file systems ignore case, some dots and spaces at the end, some invisible characters.
    private static final Pattern IGNORED = Pattern.compile("\\p{Cf}|[. \\p{Cf}]+$");

    private VolumeLayout() {}

    /// Whether a name in the root of the volume is not the users'.
    public static boolean isReserved(String name) {
        return name.equals(RESERVED) || name.equals(LOST_AND_FOUND);
    }

    /// Whether a name in the root means the reserved folder, in whatever spelling: a volume that is ever moved to another file
    /// system must not hold two folders that are then the same.
    public static boolean isSpellingOfReserved(String name) {
        return IGNORED.matcher(name).replaceAll("").equalsIgnoreCase(RESERVED);
    }
}
