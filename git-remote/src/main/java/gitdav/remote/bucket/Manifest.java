package gitdav.remote.bucket;

import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a backup consists of: its branch, and the bundles that have it, oldest first. A text, for people with other tools:
///
/// ```
/// gitdav-bundles 1
/// branch refs/heads/main 8f0c...
/// bundle 3 6a1d... 104857600 51e2...
/// bundle 4 09bc... 2048 8f0c...
/// ```
///
/// @param ref the branch's full name
/// @param bundles never empty
record Manifest(String ref, List<Bundle> bundles) {

    /// The object's key, below the backup's prefix.
    static final String KEY = "manifest";

    private static final String FIRST_LINE = "gitdav-bundles 1";

    /// The newest commit of the branch.
    ObjectId tip() {
        return bundles.getLast().tip();
    }

    /// Reads the text.
    ///
    /// @throws IOException if it is another one
    static Manifest parse(String text) throws IOException {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || !lines.getFirst().equals(FIRST_LINE)) {
            throw new IOException("the object '" + KEY + "' there is not one that this gitdav understands");
        }
        try {
            var bundles = new ArrayList<Bundle>();
            for (String line : lines.subList(2, lines.size())) {
                String[] fields = line.split(" ", -1);
                bundles.add(new Bundle(Integer.parseInt(fields[1]), fields[2], Long.parseLong(fields[3]),
                        ObjectId.fromString(fields[4])));
            }
            return new Manifest(lines.get(1).split(" ", -1)[1], List.copyOf(bundles));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("the object '" + KEY + "' there is damaged", e);
        }
    }

    @Override
    public String toString() {
        return FIRST_LINE + "\nbranch " + ref + " " + tip().name() + "\n" + bundles.stream()
                .map(bundle -> "bundle %d %s %d %s\n".formatted(bundle.number(), bundle.sha256(), bundle.size(),
                        bundle.tip().name()))
                .collect(Collectors.joining());
    }
}
