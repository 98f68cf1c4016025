package gitdav.webdav;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

class PackagesTest {

    /// As the JDK's jdeps prints it: a package, and one of ours that it knows.
    private static final Pattern DEPENDENCY = Pattern.compile("(gitdav\\.webdav\\S*) +-> (gitdav\\.webdav\\S*)");

    /// The program first, what it stands on last.
    private static final List<String> ORDER = List.of("gitdav.webdav", "gitdav.webdav.method", "gitdav.webdav.page",
            "gitdav.webdav.http",
            "gitdav.webdav.access", "gitdav.webdav.history", "gitdav.webdav.share", "gitdav.webdav.property",
            "gitdav.webdav.lock",
            "gitdav.webdav.disk", "gitdav.webdav.protocol", "gitdav.webdav.memory");

    @Test
    void packagesKnowOnlyThoseThatComeAfterThem() throws Exception {
        List<MatchResult> dependencies = DEPENDENCY.matcher(jdeps()).results().toList();

        assertThat(dependencies).extracting(known -> known.group(2)).contains("gitdav.webdav.protocol");
        assertThat(dependencies).allSatisfy(known -> {
            assertThat(ORDER).contains(known.group(1), known.group(2));
            assertThat(ORDER.indexOf(known.group(1))).as(known.group()).isLessThan(ORDER.indexOf(known.group(2)));
        });
    }

    private static String jdeps() throws Exception {
        var classes = Path.of(WebdavApp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var printed = new StringWriter();
        var out = new PrintWriter(printed);
        ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, "-verbose:package", "-filter:package",
                "--ignore-missing-deps", classes.toString());
        return printed.toString();
    }
}
