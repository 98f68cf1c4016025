package gitdav.program;

/// Text of others, for a line of ours: a server, a library, a file's name. It may be a page of HTML, or move
/// the cursor of a terminal.
public final class ForeignText {

    /// In characters: enough for a sentence, and for a path.
    private static final int LONGEST = 500;

    /// Unicode's own line breaks, and those of its characters that turn the direction of what follows, too.
    private static final String CONTROL = "[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]";

    private ForeignText() {}

    /// The text as one line of at most 500 characters; of a longer one, the beginning, and how much more there is.
    public static String oneLine(String text) {
        String line = withoutControl(text.strip().replaceAll("\\s*\\R\\s*", "; "));
        return line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST) + "... (" + (line.length() - LONGEST) + " more characters)";
    }

    /// The text with a question mark in place of each control character.
    static String withoutControl(String text) {
        return text.replaceAll(CONTROL, "?");
    }
}
