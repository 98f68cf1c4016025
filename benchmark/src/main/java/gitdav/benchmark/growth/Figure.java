package gitdav.benchmark.growth;

/// What is measured at each size.
enum Figure {

    FIRST_BACKUP("first backup", Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP), UNCHANGED("backup, nothing changed",
            Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP), SMALL_CHANGE("backup, 10 files changed",
                    Unit.PROCESSOR_SECONDS, Program.GIT_BACKUP), START("start, volume intact", Unit.PROCESSOR_SECONDS,
                            Program.GIT_INIT), RESTORE("restore", Unit.PROCESSOR_SECONDS,
                                    Program.GIT_INIT), RESTORE_ALL("restore, all versions", Unit.PROCESSOR_SECONDS,
                                            Program.GIT_INIT), LISTING("listing", Unit.PROCESSOR_SECONDS,
                                                    Program.WEBDAV_APP), VERSIONS("versions of a file",
                                                            Unit.PROCESSOR_SECONDS,
                                                            Program.GIT_BACKUP), GIT_BACKUP_REST(
                                                                    "a minute of rest, git-backup",
                                                                    Unit.PROCESSOR_SECONDS,
                                                                    Program.GIT_BACKUP), WEBDAV_APP_REST(
                                                                            "a minute of rest, webdav-app",
                                                                            Unit.PROCESSOR_SECONDS,
                                                                            Program.WEBDAV_APP), REQUESTS(
                                                                                    "1,000 requests",
                                                                                    Unit.PROCESSOR_SECONDS,
                                                                                    Program.WEBDAV_APP), GIT_INIT_MEMORY(
                                                                                            "git-init", Unit.MEBIBYTES,
                                                                                            Program.GIT_INIT), GIT_BACKUP_MEMORY(
                                                                                                    "git-backup",
                                                                                                    Unit.MEBIBYTES,
                                                                                                    Program.GIT_BACKUP), WEBDAV_APP_MEMORY(
                                                                                                            "webdav-app",
                                                                                                            Unit.MEBIBYTES,
                                                                                                            Program.WEBDAV_APP), GIT_STORE(
                                                                                                                    "git store, disk",
                                                                                                                    Unit.MEBIBYTES,
                                                                                                                    Program.GIT_BACKUP);

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
