package gitdav.program;

/// Settings that are each well-formed and do not go together. Thrown before any work starts; ends the program with exit
/// code 2.
public final class SettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param problem the settings' names, their values, and what is expected
    public SettingsException(String problem) {
        super(problem);
    }
}
