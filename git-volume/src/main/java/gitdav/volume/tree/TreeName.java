package gitdav.volume.tree;

import gitdav.files.RawName;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.util.RawParseUtils;
import org.eclipse.jgit.util.sha1.SHA1;

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

    /// In bytes, of the names that disks keep: a longer one could not be cloned.
    public static final int LONGEST = 255;

    /// What a name begins with in git that git would refuse.
    private static final String ESCAPE = ".gitdav-escaped-";

    private static final ObjectChecker CHECKER = new ObjectChecker().setSafeForMacOS(true);

    /// `.git`, the control files beside it, and what Windows takes for one of them: trailing dots and spaces, a stream's
    /// name after a colon, short names such as `GITMOD~1`.
    private static final Pattern CONTROL_FILE = Pattern
            .compile("(?i)\\.git(modules|attributes)?([. ]*|:.*)|git(mod|att)?~\\d.*|gi[0-9a-f]{4}~\\d.*");
    private static final Pattern SHORTENED = Pattern.compile("(?s).{200,}~[0-9a-f]{40}");
    private static final Pattern IGNORED_BY_MACOS = Pattern
            .compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

    /// The name under which git stores the file.
    public static TreeName of(Path file) {
        String text = file.getFileName().toString();
        if (isPlain(text) && ".gG".indexOf(text.charAt(0)) < 0) {
            return new TreeName(text);
        }
        return ofFile(RawName.of(file));
    }

    private static TreeName ofFile(String name) {
        boolean meansSomething = name.startsWith(ESCAPE) || Chunks.isFolder(name) || meansSomethingToGit(name);
        return new TreeName(meansSomething ? ESCAPE + name : name);
    }

    /// Whether a file can have this name in a tree. Who writes a commit may use any: `.git`, or the prefix before a name that
    /// needs none, so that two entries would be one file, or a file of ours; or one that is too long to be backed up again.
    boolean isOfFile() {
        if (isTooLong()) {
            return false;
        }
        boolean isUsual = !bytes.isEmpty() && ".gG".indexOf(bytes.charAt(0)) < 0;
        return isUsual || ofFile(withoutPrefix()).equals(this);
    }

    /// Whether no git could clone a file of this name.
    public boolean isTooLong() {
        return bytes.length() > LONGEST;
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
        return withoutPrefix().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String withoutPrefix() {
        return bytes.startsWith(ESCAPE) ? bytes.substring(ESCAPE.length()) : bytes;
    }

    /// The file of this name in the folder.
    ///
    /// @throws CorruptObjectException if the name leads out of the folder or to another file: who wrote the commit is not
    ///     trusted
    public Path in(Path folder) throws CorruptObjectException {
        String name = withoutPrefix();
        if (leadsAway(name) || (bytes.startsWith(ESCAPE) && !isOfFile())) {
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

    /// Whether no system takes this for the name of one file.
    boolean leadsAway() {
        return leadsAway(bytes);
    }

    private static boolean leadsAway(String name) {
        return name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\0");
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

    /// A name of at most so many bytes, by its beginning and a hash: always the same for the same name.
    TreeName shortened(int longest) {
        if (bytes.length() <= longest) {
            return this;
        }
        int end = longest - 1 - 2 * Constants.OBJECT_ID_LENGTH;
        while (end > 0 && isInsideCharacter(bytes.charAt(end))) {
            end--;
        }
        SHA1 hash = SHA1.newInstance();
        hash.update(toBytes());
        return new TreeName(bytes.substring(0, end) + "~" + hash.toObjectId().name());
    }

    /// Whether this may be the result of [#shortened]. A file may be named so, too.
    boolean isShortened() {
        return SHORTENED.matcher(bytes).matches();
    }

    /// In UTF-8, the bytes after a character's first are 10xxxxxx.
    private static boolean isInsideCharacter(char next) {
        return (next & 0xC0) == 0x80;
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
