package gitdav.volume.store;

import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.SystemReader;
import org.eclipse.jgit.util.sha1.SHA1.Sha1Implementation;

import java.util.concurrent.TimeUnit;

/// Keeps JGit from looking at the machine it runs on.
///
/// By default, JGit runs `git` to find its configuration and a shell to find its umask, reads and writes the home folder,
/// obeys `GIT_*` variables, and measures each file system's clock for seconds by writing probe files, perhaps among the
/// users' own. None of that has a place in a container whose every setting is in its manifest.
final class IsolatedSystemReader extends SystemReader.Delegate {

    /// In bytes. A content that is larger is never held in memory as a whole: containers are small.
    private static final int LARGE = 8 << 20;

    /// In bytes: how much of a pack is read at a time, and how much of it is kept. By default every other file of a restore
    /// takes a read of its own. Packs are read from one end to the other: what is kept longer only fills the memory.
    private static final int WINDOW = 1 << 17;
    private static final int WINDOWS = 4 << 20;

    /// Of the files that JGit wants to be executable: hooks, of which we have none.
    private static final int UMASK = 0022;

    private IsolatedSystemReader(SystemReader machine) {
        super(machine);
    }

    /// Makes this the way JGit sees the machine, for the whole process. To be called before any other use of JGit.
    static void install() {
        if (!(SystemReader.getInstance() instanceof IsolatedSystemReader)) {
            SystemReader.setInstance(new IsolatedSystemReader(SystemReader.getInstance()));
            if (FS.DETECTED instanceof FS_POSIX posix) {
                posix.setUmask(UMASK);
            }
            var memory = new WindowCacheConfig();
            memory.setStreamFileThreshold(Math.clamp(VerifiedObjects.LARGEST, LARGE, Integer.MAX_VALUE));
            memory.setPackedGitWindowSize(WINDOW);
            memory.setPackedGitLimit(WINDOWS);
            memory.install();
        }
    }

    @Override
    public String getenv(String variable) {
        boolean hidden = variable.startsWith("GIT_") || variable.startsWith("XDG_") || variable.equals("HOME");
        return hidden ? null : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new NoConfig(parent);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new NoConfig(parent);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NoConfig(parent);
    }

    /// A configuration without a file behind it. What it says holds for every repository: objects and branches are
    /// flushed to the disk before they count as written.
    private static final class NoConfig extends FileBasedConfig {

        NoConfig(Config parent) {
            super(parent, null, FS.DETECTED);
            setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncObjectFiles", true);
            setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncRefFiles", true);
            setInt(ConfigConstants.CONFIG_CORE_SECTION, null, ConfigConstants.CONFIG_KEY_BIGFILE_THRESHOLD, LARGE);
            // JGit's own SHA-1 also looks for crafted collisions, and takes several times as long.
            setEnum(ConfigConstants.CONFIG_CORE_SECTION, null, ConfigConstants.SHA1_IMPLEMENTATION,
                    Sha1Implementation.JDKNATIVE);
            // A client that fetches from a folder is the server, too, and must not look for better deltas than are there.
            setBoolean("pack", null, "deltacompression", false);
            // Nor may it tidy up after a push: it holds all of a repository in memory for that. Unlike git's own,
            // JGit's takes no notice of the one number where there are many packs.
            setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
            setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTOPACKLIMIT, 0);
        }

        /// File times are taken to be as coarse as one second: right for every file system, and nothing is measured.
        @Override
        public long getTimeUnit(String section, String subsection, String name, long byDefault, TimeUnit unit) {
            return section.equals("filesystem")
                    ? unit.convert(1, TimeUnit.SECONDS)
                    : super.getTimeUnit(section, subsection, name, byDefault, unit);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // There is no file.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
