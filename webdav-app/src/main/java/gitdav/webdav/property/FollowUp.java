package gitdav.webdav.property;

import gitdav.webdav.disk.Staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is to be done to the properties once a file or folder has gone to another place, or for good.
///
/// A process may be killed in between. So it is noted down before, and a note that is found at the next start is acted
/// upon if the file has gone; each step can be done again without harm.
///
/// @param gone where the file is until it goes
record FollowUp(Path gone, List<Step> steps) {

    /// One thing to be done.
    sealed interface Step {
        void perform(Staging staging) throws IOException;

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
        public void perform(Staging staging) throws IOException {
            if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
                    new Delete(to).perform(staging);
                }
                Files.createDirectories(to.getParent());
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                // A file is not renamed to another name of itself (rename(2)), which a copy may be.
                Files.deleteIfExists(from);
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
        public void perform(Staging staging) throws IOException {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                staging.remove(path).close();
            }
        }
    }

    void perform(Staging staging) throws IOException {
        for (Step step : steps) {
            step.perform(staging);
        }
    }

    /// As text, a line for each step; no name in the share has a tab or a line feed in it.
    ///
    /// @param root what the paths are noted down from, since a volume can be mounted anywhere
    String note(Path root) {
        Stream<String> lines = steps.stream().map(step -> switch (step) {
            case Replace(Path from, Path to) -> "replace\t" + root.relativize(to) + "\t" + root.relativize(from);
            case Delete(Path path) -> "delete\t" + root.relativize(path);
        });
        return String.join("\n", Stream.concat(Stream.of("gone\t" + root.relativize(gone)), lines).toList());
    }

    /// Reads a note.
    ///
    /// @throws IOException if it is not a whole one, in which case nothing had been done yet
    static FollowUp read(String note, Path root) throws IOException {
        Path gone = null;
        List<Step> steps = new ArrayList<>();
        for (String line : note.lines().toList()) {
            String[] words = line.split("\t", -1);
            switch (words[0]) {
                case "gone" -> gone = root.resolve(words[1]);
                case "replace" -> steps.add(new Replace(root.resolve(words[2]), root.resolve(words[1])));
                case "delete" -> steps.add(new Delete(root.resolve(words[1])));
                default -> throw new IOException("a note that cannot be read: " + note);
            }
        }
        if (gone == null) {
            throw new IOException("an empty note");
        }
        return new FollowUp(gone, steps);
    }
}
