package gitdav.volume.tree;

import gitdav.files.RawName;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.util.RawParseUtils;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A file's name as git stores it.
///
/// A name on Linux is bytes, not text, and git keeps it so. Names that git refuses because they would mean something to
/// it (`.git` in every spelling that some file system takes for it, `.gitmodules`, `.gitattributes`), or to us ([Chunks]), are
/// stored with a prefix, and lose it again at restore.
///
/// @param bytes the name's bytes, one character each (ISO 8859-1)
public record TreeName(String bytes) {

    /// What a name begins with in git that git would refuse.
    private static final String ESCAPE = ".gitdav-escaped-";

    private static final ObjectChecker CHECKER = new ObjectChecker().setSafeForMacOS(true);

    /// `.git`, the control files beside it, and what Windows takes for one of them: trailing dots and spaces, a stream's
    /// name after a colon, short names such as `GITMOD~1`.
    private static final Pattern CONTROL_FILE = Pattern
            .compile("(?i)\\.git(modules|attributes)?([. ]*|:.*)|git(mod|att)?~\\d.*|gi[0-9a-f]{4}~\\d.*");
    private static final Pattern IGNORED_BY_MACOS = Pattern
            .compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

    /// The name under which git stores the file.
    public static TreeName of(Path file) {
        String text = file.getFileName().toString();
        if (isPlain(text) && ".gG".indexOf(text.charAt(0)) < 0) {
            return new TreeName(text);
        }
        String name = RawName.of(file);
        boolean meansSomething = name.startsWith(ESCAPE) || Chunks.isFolder(name) || meansSomethingToGit(name);
        return new TreeName(meansSomething ? ESCAPE + name : name);
    }

    /// The name that a tree object has.
    static TreeName stored(byte[] name) {
        return new TreeName(new String(name, StandardCharsets.ISO_8859_1));
    }

    /// What the tree object has to hold.
    public byte[] toBytes() {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The name's bytes as the file system has them.
    public byte[] toFileName() {
        return ofFile().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String ofFile() {
        return bytes.startsWith(ESCAPE) ? bytes.substring(ESCAPE.length()) : bytes;
    }

    /// The file of this name in the folder.
    ///
    /// @throws CorruptObjectException if the name leads out of the folder: whoever wrote the commit is not trusted
    public Path in(Path folder) throws CorruptObjectException {
        String name = ofFile();
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\0")) {
            throw new CorruptObjectException("'" + this + "' in " + folder + " cannot be the name of a file");
        }
        if (isPlain(name)) {
            return folder.resolve(name);
        }
        var uri = new StringBuilder(folder.toUri().toString());
        if (uri.charAt(uri.length() - 1) != '/') {
            uri.append('/');
        }
        name.chars().forEach(b -> uri.append("%%%02X".formatted(b)));
        return Path.of(URI.create(uri.toString()));
    }

    /// Whether the name is the same in every encoding: nearly all are, and the way by the URI takes its time.
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || name.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean meansSomethingToGit(String name) {
        byte[] raw = name.getBytes(StandardCharsets.ISO_8859_1);
        try {
            CHECKER.checkPathSegment(raw, 0, raw.length);
        } catch (CorruptObjectException refused) {
            return true;
        }
        return CONTROL_FILE.matcher(IGNORED_BY_MACOS.matcher(RawParseUtils.decode(raw)).replaceAll("")).matches();
    }

    @Override
    public String toString() {
        return RawParseUtils.decode(toBytes());
    }
}
