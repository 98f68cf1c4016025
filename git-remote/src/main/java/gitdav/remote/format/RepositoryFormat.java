package gitdav.remote.format;

import gitdav.program.ForeignText;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The formats of repositories that we write to. Git's rule is to leave a repository alone of which one does not know
/// everything
/// ([repository-version](https://git-scm.com/docs/repository-version)).
public final class RepositoryFormat {

    private static final String EXTENSIONS = "extensions";
    private static final int NEWEST_VERSION = 1;

    /// Extensions that change nothing for us, whatever their values: they are about work trees, or nothing at all.
    private static final Set<String> HARMLESS = Set.of("noop", "worktreeconfig", "relativeworktrees");

    /// Extensions with a value that is what every repository has without it.
    private static final Set<String> USUAL = Set.of("objectformat=sha1", "refstorage=files");

    /// A server's capability ([gitprotocol-capabilities](https://git-scm.com/docs/gitprotocol-capabilities)): behind others
    /// in the first line of version 0, in a line of its own in version 2. No name of a branch has a space in it.
    private static final Pattern OBJECT_FORMAT = Pattern
            .compile("(?:[ \0]|[0-9a-f]{4})object-format=(?!sha1(?:[ \n]|$))(?<name>[\\w-]{1,20})[ \n]");

    private RepositoryFormat() {}

    /// Makes sure that a repository of this machine is of a known format.
    ///
    /// @param folder where it is; nothing is said if no configuration is there
    /// @throws UnknownFormatException if it is not
    public static void require(Path folder) throws IOException {
        Path file = folder.resolve("config");
        if (!Files.isRegularFile(file)) {
            return;
        }
        var config = new Config();
        try {
            config.fromText(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (ConfigInvalidException broken) {
            // JGit refuses it, too.
            return;
        }
        String version = config.getString(ConfigConstants.CONFIG_CORE_SECTION, null, "repositoryformatversion");
        if (version != null && !version.matches("[0-" + NEWEST_VERSION + "]")) {
            throw new UnknownFormatException("the format version " + ForeignText.oneLine(version));
        }
        // Version 0 has no extensions; git heeds the most important ones all the same.
        for (String name : config.getNames(EXTENSIONS)) {
            String key = name.toLowerCase(Locale.ROOT);
            String setting = key + "=" + config.getString(EXTENSIONS, null, name);
            if (!HARMLESS.contains(key) && !USUAL.contains(setting)) {
                throw new UnknownFormatException("the extension " + ForeignText.oneLine(setting));
            }
        }
    }

    /// Makes sure that what a server says first is not of an unknown format.
    ///
    /// @throws UnknownFormatException if it is
    static void requireIn(String advertisement) throws UnknownFormatException {
        var format = OBJECT_FORMAT.matcher(advertisement);
        if (format.find()) {
            throw new UnknownFormatException("the object format " + format.group("name"));
        }
    }
}
