package gitdav.benchmark.growth;

/// What is measured at each size.
enum Figure {

    /// git-backup --once, from the start of the virtual machine on.
    FIRST_BACKUP("first backup", Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP),
    /// A backup in the running sidecar that finds nothing new.
    UNCHANGED("backup, unchanged", Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP),
    /// The same, of 10 files that have changed in the largest folder.
    SMALL_CHANGE("backup, 10 changed", Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP),
    /// git-init on a volume that is intact, which is the usual start.
    START("start, volume intact", Unit.PROCESSOR_SECONDS, Program.GIT_INIT),
    /// git-init on empty volumes: what a pod waits for that has lost its own.
    RESTORE("restore", Unit.PROCESSOR_SECONDS, Program.GIT_INIT),
    /// The same with `GIT_DEPTH=0`.
    RESTORE_ALL("restore, all versions", Unit.PROCESSOR_SECONDS, Program.GIT_INIT),
    /// PROPFIND with Depth 1 of the largest folder, after a change in it.
    LISTING("listing", Unit.PROCESSOR_SECONDS, Program.WEBDAV_APP),
    /// PROPFIND with Depth 1 of `/.history/`, of git-backup and webdav-app together.
    LIST_OF_VERSIONS("list of versions", Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP),
    /// The same of the largest folder in the oldest version.
    OLD_LISTING("listing, old version", Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP),
    /// The versions of a file that only the first commit has touched.
    VERSIONS("versions of a file", Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP),
    /// A minute in which git-backup finds nothing new once, and waits.
    GIT_BACKUP_REST("at rest, backup", Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP),
    /// A minute in which webdav-app waits for requests.
    WEBDAV_APP_REST("at rest, app", Unit.PROCESSOR_SECONDS, Program.WEBDAV_APP),
    /// PUT, GET and PROPFIND of a folder of 100 files in turns.
    REQUESTS("1,000 requests", Unit.PROCESSOR_SECONDS, Program.WEBDAV_APP),
    /// Of the start and the restore.
    GIT_INIT_MEMORY("git-init", Unit.MEBIBYTES, Program.GIT_INIT),
    /// Of the first backup and of the sidecar, which also shows old versions.
    GIT_BACKUP_MEMORY("git-backup", Unit.MEBIBYTES, Program.GIT_BACKUP),
    /// After the listings, of today and of old versions.
    WEBDAV_APP_MEMORY("webdav-app", Unit.MEBIBYTES, Program.WEBDAV_APP),
    /// All files of the git store, after all backups.
    GIT_STORE("git store, disk", Unit.MEBIBYTES, Program.GIT_BACKUP),
    /// What one backup of 10 changed files adds to the git store, and to the remote.
    GIT_STORE_GROWTH("change, disk", Unit.MEBIBYTES, Program.GIT_BACKUP);

    private final String title;
    private final Unit unit;
    private final Program program;

    Figure(String title, Unit unit, Program program) {
        this.title = title;
        this.unit = unit;
        this.program = program;
    }

    String title() {
        return title;
    }

    Unit unit() {
        return unit;
    }

    /// The program that works, or holds the memory.
    Program program() {
        return program;
    }

    /// Of time and of space.
    enum Unit {

        /// User and system time of all threads.
        PROCESSOR_SECONDS("processor time, s"),
        /// The largest resident memory, or the size on disk.
        MEBIBYTES("memory and disk, MiB");

        private final String title;

        Unit(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /// Each has its colour in all pictures of the documentation.
    enum Program {
        GIT_INIT, GIT_BACKUP, WEBDAV_APP
    }
}
