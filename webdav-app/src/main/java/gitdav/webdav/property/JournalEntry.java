package gitdav.webdav.property;

import gitdav.webdav.disk.Staging;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.protocol.FileName;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What is to be done to the properties once a file or folder has gone to another place, or for good.
///
/// A process may be killed in between. So it is noted down before, and a note that is found at the next start is acted
/// upon if the file has gone; each step can be done again without harm.
///
/// @param gone where the file is until it goes
record JournalEntry(Path gone, List<Step> steps) {

    private static final Pattern SPECIAL = Pattern.compile("[\\\\\\p{Cntrl}\uDC80-\uDCFF]");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-9a-f]{4})");

    /// One thing to be done.
    sealed interface Step {

        /// Makes what can fail for want of room, and shows nothing.
        void prepare(Volume volume) throws IOException;

        /// Does it.
        void perform(Volume volume, Staging staging) throws IOException;

        /// The path that the step fills or empties.
        Path changed();
    }

    /// Moves what is at `from`, if it has not been moved already, in the stead of what is at `to`.
    record Replace(Path from, Path to) implements Step {

        @Override
        public Path changed() {
            return to;
        }

        @Override
        public void prepare(Volume volume) throws IOException {
            volume.makeFolders(to.getParent());
        }

        @Override
        public void perform(Volume volume, Staging staging) throws IOException {
            if (volume.exists(from)) {
                if (volume.isFolder(to)) {
                    new Delete(to).perform(volume, staging);
                }
                prepare(volume);
                volume.move(from, to);
                // A file is not renamed to another name of itself (rename(2)), which a copy may be.
                volume.deleteIfExists(from);
            }
        }
    }

    /// Deletes what is there, if anything.
    record Delete(Path path) implements Step {

        @Override
        public Path changed() {
            return path;
        }

        @Override
        public void prepare(Volume volume) {}

        @Override
        public void perform(Volume volume, Staging staging) throws IOException {
            if (volume.exists(path)) {
                volume.at(path, (folder, name) -> staging.remove(folder, name)).close();
            }
        }
    }

    /// The paths that it fills, then those that it empties. With their folders flushed in this order, a power cut neither
    /// loses properties nor leaves any to the next file of that name.
    List<Path> changed() {
        Stream<Path> left = steps.stream().flatMap(step -> step instanceof Replace(Path from, _)
                ? Stream.of(from)
                : Stream.empty());
        return Stream.concat(steps.stream().map(Step::changed), left).toList();
    }

    void prepare(Volume volume) throws IOException {
        for (Step step : steps) {
            step.prepare(volume);
        }
    }

    void perform(Volume volume, Staging staging) throws IOException {
        for (Step step : steps) {
            step.perform(volume, staging);
        }
    }

    /// Whether a note says only what one of ours can say: any writer of the volume may have put it there, or of
    /// its history.
    ///
    /// @param properties the folder with all properties
    /// @param staged the folder where copies of them are made
    boolean isOurs(Path root, Path properties, Path staged) {
        return isBelow(root, gone) && steps.stream().allMatch(step -> isBelow(properties, step.changed())
                && (!(step instanceof Replace(Path from, _)) || isBelow(properties, from) || isBelow(staged, from)));
    }

    private static boolean isBelow(Path folder, Path path) {
        return path.startsWith(folder) && !path.equals(folder) && path.equals(path.normalize());
    }

    /// As text, a line for each step.
    ///
    /// @param root what the paths are noted down from, since a volume can be mounted anywhere
    String note(Path root) {
        Stream<String> lines = steps.stream().map(step -> switch (step) {
            case Replace(Path from, Path to) -> "replace\t" + noted(to, root) + "\t" + noted(from, root);
            case Delete(Path path) -> "delete\t" + noted(path, root);
        });
        return String.join("\n", Stream.concat(Stream.of("gone\t" + noted(gone, root)), lines).toList());
    }

    /// Reads a note.
    ///
    /// @throws IOException if it is not a whole one, in which case nothing had been done yet
    static JournalEntry read(String note, Path root) throws IOException {
        Path gone = null;
        List<Step> steps = new ArrayList<>();
        for (String line : note.lines().toList()) {
            String[] words = line.split("\t", -1);
            switch (words[0]) {
                case "gone" -> gone = path(words[1], root);
                case "replace" -> steps.add(new Replace(path(words[2], root), path(words[1], root)));
                case "delete" -> steps.add(new Delete(path(words[1], root)));
                default -> throw new IOException("a note that cannot be read: " + note);
            }
        }
        if (gone == null) {
            throw new IOException("an empty note");
        }
        return new JournalEntry(gone, steps);
    }

    /// Names are separated by slashes. In a name, what is not plain text is a backslash and four hexadecimal digits.
    private static String noted(Path path, Path root) {
        return StreamSupport.stream(root.relativize(path).spliterator(), false)
                .map(name -> SPECIAL.matcher(FileName.of(name))
                        .replaceAll(special -> "\\\\%04x".formatted((int) special.group().charAt(0))))
                .collect(Collectors.joining("/"));
    }

    private static Path path(String noted, Path root) {
        Path path = root;
        for (String name : noted.split("/", -1)) {
            path = FileName.in(path, ESCAPED.matcher(name).replaceAll(escaped -> Matcher
                    .quoteReplacement(Character.toString(Integer.parseInt(escaped.group(1), 16)))));
        }
        return path;
    }
}
