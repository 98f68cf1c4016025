package gitdav.benchmark.growth;

/// What grows, while all else stays small.
enum Axis {

    /// Small files, 100 to a folder.
    FILES("files of 500 bytes"),
    /// Files of 50 MB that cannot be compressed.
    MEGABYTES("MB, in files of 50 MB"),
    /// Versions of a share of 100 small files, made by as many backups.
    COMMITS("commits"),
    /// Small files in one folder.
    ENTRIES("files in one folder"),
    /// Pods on this machine, each with a share of 100 small files.
    SHARES("shares on one machine");

    private final String title;

    Axis(String title) {
        this.title = title;
    }

    /// What its sizes count.
    String title() {
        return title;
    }
}
