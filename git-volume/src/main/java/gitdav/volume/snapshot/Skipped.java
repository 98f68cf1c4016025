package gitdav.volume.snapshot;

import java.util.List;

/// What a snapshot does not hold as it is in the volume, in a few words.
public final class Skipped {

    /// How many are named.
    private static final int FEW = 3;

    private Skipped() {}

    /// How many there are, and the first of them; empty if there are none.
    ///
    /// @param lines what was skipped and why, a line each
    /// @param what was not done with them
    public static String inShort(List<String> lines, String what) {
        if (lines.isEmpty()) {
            return "";
        }
        String first = String.join("; ", lines.subList(0, Math.min(lines.size(), FEW)));
        return "%d %s %s: %s%s".formatted(lines.size(), lines.size() == 1 ? "entry" : "entries", what, first,
                lines.size() > FEW ? "; and more" : "");
    }
}
