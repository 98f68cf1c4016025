package gitdav.volume.store;

import gitdav.files.DurableFiles;
import gitdav.volume.CheckedText;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What git-init found when the pod started: a small text in the store, which git-backup shows beside how the backups do.
///
/// @param at when
/// @param verdict for people, one line
public record FoundAtStart(Instant at, String verdict) {

    private static final String FILE = "gitdav-found-at-start";
    private static final Pattern TEXT = Pattern.compile("(?<at>[0-9T:-]+Z) (?<verdict>.*)\n", Pattern.DOTALL);

    /// What the store says; empty if nothing, or if the text is damaged.
    ///
    /// @param store its folder
    public static Optional<FoundAtStart> in(Path store) throws IOException {
        return DurableFiles.read(store.resolve(FILE)).flatMap(CheckedText::read).map(TEXT::matcher)
                .filter(Matcher::matches).flatMap(FoundAtStart::parse);
    }

    private static Optional<FoundAtStart> parse(Matcher text) {
        try {
            return Optional.of(new FoundAtStart(Instant.parse(text.group("at")), text.group("verdict")));
        } catch (DateTimeParseException damaged) {
            return Optional.empty();
        }
    }

    /// Notes it durably, in place of what was found before.
    ///
    /// @param store its folder
    public void write(Path store) throws IOException {
        DurableFiles.write(store.resolve(FILE),
                CheckedText.of(at.truncatedTo(ChronoUnit.SECONDS) + " " + verdict + "\n"));
    }
}
