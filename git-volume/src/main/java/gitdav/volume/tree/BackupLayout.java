package gitdav.volume.tree;

import gitdav.contract.VolumeLayout;

/// Where a commit keeps what git has no place for. A person who clones the remote finds the users' files as they are, and
/// beside them one folder:
///
/// - `.gitdav/layout`: the version of all this
/// - `.gitdav/properties/`: what WebDAV clients have noted about files, as the application keeps it in the volume
/// - `.gitdav/times/`: a small text of times for each folder ([FolderTimes]), so that a change costs the folders it
///   touched and not the whole volume
public final class BackupLayout {

    /// The folder itself.
    public static final TreeName RESERVED = new TreeName(VolumeLayout.RESERVED);
    static final TreeName VERSION = new TreeName("layout");
    /// What WebDAV clients have noted, in that folder.
    public static final TreeName PROPERTIES = new TreeName(VolumeLayout.PROPERTIES);
    static final TreeName TIMES = new TreeName("times");

    private BackupLayout() {}
}
