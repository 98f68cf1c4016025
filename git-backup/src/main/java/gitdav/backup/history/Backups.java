package gitdav.backup.history;

/// What the other containers of the pod may know of the backups, and ask for.
public interface Backups {

    /// How they do, as a JSON object.
    String status();

    /// Begins a backup now, or when the one that is running is done, and does not wait for its end.
    ///
    /// @return whether there is to be one: not once the program is to end
    boolean begin();
}
