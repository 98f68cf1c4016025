package gitdav.volume.store;

import gitdav.files.DurableFiles;
import gitdav.volume.CheckedText;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which version a setting has last brought the volume back to: a small text in the store, so that the same setting does not
/// do it once more at the next start.
///
/// @param value what the setting said, one line
/// @param tree the files' root tree of that version
public record RestoredAt(String value, ObjectId tree) {

    /// The name of the text in the store.
    public static final String FILE = "gitdav-restored-at";

    private static final Pattern TEXT = Pattern.compile("value=(?<value>.*)\ntree=(?<tree>[0-9a-f]{40})\n");

    /// What the store says, if a version was ever restored.
    ///
    /// @param store its folder
    /// @throws IOException if the text is damaged: it is not known then
    public static Optional<RestoredAt> in(Path store) throws IOException {
        Path file = store.resolve(FILE);
        Optional<RestoredAt> restored = DurableFiles.read(file).flatMap(CheckedText::read).map(TEXT::matcher)
                .filter(Matcher::matches).map(text -> new RestoredAt(text.group("value"),
                        ObjectId.fromString(text.group("tree"))));
        if (restored.isEmpty() && Files.exists(file)) {
            throw new IOException(
                    file + " is damaged, so it cannot be known whether the version of RESTORE_AT was restored"
                            + " already. Delete that file to have it restored, or unset RESTORE_AT");
        }
        return restored;
    }

    /// Notes it durably.
    ///
    /// @param store its folder
    public void write(Path store) throws IOException {
        DurableFiles.write(store.resolve(FILE), CheckedText.of("value=" + value + "\ntree=" + tree.name() + "\n"));
    }
}
