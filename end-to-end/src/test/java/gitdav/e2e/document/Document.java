package gitdav.e2e.document;

import gitdav.e2e.pod.ProgramProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation: `README.md`, `CONTRIBUTING.md` or one below `docs/`, as
/// [GitHub's Markdown](https://github.github.com/gfm/) reads it. Immutable.
///
/// @param path absolute
public record Document(Path path, String text) {

    /// A row of a table whose first cell is code, such as a setting.
    private static final Pattern ROW = Pattern.compile("\\| `.*");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *$");
    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]*)]\\(([^()\\s]+)\\)");
    private static final Pattern PICTURE = Pattern.compile("alt=\"([^\"]*)\"[^>]* src=\"([^\"]+)\"");

    /// A link as it is written.
    ///
    /// @param text what a reader sees, without the marks of code
    /// @param target an address, or a path relative to the document, with an anchor or without one
    record Link(String text, String target) {

        @Override
        public String toString() {
            return "[" + text + "](" + target + ")";
        }
    }

    /// All of them, `README.md` first.
    public static List<Document> all() throws IOException {
        try (Stream<Path> files = Files.walk(ProgramProcess.ROOT.resolve("docs"))) {
            var pages = files.filter(file -> file.toString().endsWith(".md")).sorted();
            var all = new ArrayList<Document>();
            for (Path page : Stream.concat(Stream.of("README.md", "CONTRIBUTING.md").map(ProgramProcess.ROOT::resolve),
                    pages).toList()) {
                all.add(read(page));
            }
            return all;
        }
    }

    /// Reads one.
    ///
    /// @param path absolute, or relative to the project's root
    static Document read(Path path) throws IOException {
        Path file = ProgramProcess.ROOT.resolve(path).normalize();
        return new Document(file, Files.readString(file));
    }

    /// The cells of each row whose first cell is code; the first element is what stands before the first bar, and empty.
    List<String[]> rows() {
        return text.lines().filter(line -> ROW.matcher(line).matches()).map(line -> line.split(" *\\| *", -1)).toList();
    }

    /// Links and pictures, without what stands in examples.
    List<Link> links() {
        String prose = CODE.matcher(CODE_BLOCK.matcher(text).replaceAll(""))
                .replaceAll(code -> code.group(1).replaceAll("[\\[\\]()\\\\$]", ""));
        return Stream.of(LINK, PICTURE).flatMap(pattern -> pattern.matcher(prose).results())
                .map(match -> new Link(match.group(1), match.group(2))).toList();
    }

    /// What a link to a heading of this document may have behind its `#`: GitHub writes the heading in lower case, leaves
    /// punctuation out, puts a hyphen for each space, and numbers headings that are equal.
    Set<String> anchors() {
        var anchors = new HashSet<String>();
        Map<String, Integer> seen = new HashMap<>();
        for (MatchResult heading : HEADING.matcher(CODE_BLOCK.matcher(text).replaceAll("")).results().toList()) {
            String anchor = heading.group(1).replaceAll("]\\([^)]*\\)", "").toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    @Override
    public String toString() {
        return ProgramProcess.ROOT.relativize(path).toString();
    }
}
