package gitdav.webdav.access;

import org.springframework.security.crypto.bcrypt.BCrypt;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The users that one version of an htpasswd file names, and their passwords' bcrypt hashes. Immutable but for what it
/// remembers; thread-safe.
final class Users {

    /// `htpasswd -B` writes `2y`, others `2a` and `2b`, which all mean the same. A cost of 17 is seconds.
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");
    private static final Pattern NAME = Pattern.compile("[^\\\\\\p{Cntrl}]+");
    private static final int SALT_ENDS = "$2y$05$".length() + 22;

    private final Map<String, String> hashes;
    private final String decoy;
    private final VerifiedCredentials verified = new VerifiedCredentials();

    private Users(Map<String, String> hashes) {
        this.hashes = Map.copyOf(hashes);
        String costliest = hashes.values().stream().max(Comparator.comparing(hash -> hash.substring(4, 6)))
                .orElseThrow();
        decoy = costliest.substring(0, SALT_ENDS) + ".".repeat(costliest.length() - SALT_ENDS);
    }

    /// @throws IOException if the file cannot be read, or has a line for everything that is wrong in it; never quotes what
    ///         stands there, which may be a password
    static Users read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException latin1) {
            throw new IOException("it is not UTF-8");
        }
        var hashes = new HashMap<String, String>();
        var problems = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                problem(line, hashes).map(("line " + (i + 1) + " ")::concat).ifPresent(problems::add);
            }
        }
        if (hashes.isEmpty() && problems.isEmpty()) {
            problems.add("it names no user");
        }
        if (!problems.isEmpty()) {
            throw new IOException(String.join("\n", problems));
        }
        return new Users(hashes);
    }

    private static Optional<String> problem(String line, Map<String, String> hashes) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return Optional.of("has no colon between name and password");
        }
        String name = line.substring(0, colon);
        String hash = line.substring(colon + 1);
        if (!NAME.matcher(name).matches()) {
            return Optional.of("has no name, or one with a backslash or a control character");
        }
        if (!BCRYPT.matcher(hash).matches()) {
            return Optional.of("has no bcrypt hash of a cost from 4 to 16 (make one with htpasswd -B)");
        }
        return hashes.putIfAbsent(name, hash) == null ? Optional.empty() : Optional.of("names a user again");
    }

    Set<String> names() {
        return hashes.keySet();
    }

    /// The user whose header this is, if it was verified before. Takes a microsecond.
    Optional<String> remembered(String authorization) {
        return verified.user(authorization);
    }

    /// The user whose header this is. Takes as long for a user who does not exist as for one with a wrong password,
    /// provided that all hashes are of one cost.
    Optional<String> verify(String authorization) {
        Optional<String> user = Credentials.parse(authorization).filter(this::isRight).map(Credentials::user);
        user.ifPresent(name -> verified.remember(authorization, name));
        return user;
    }

    private boolean isRight(Credentials credentials) {
        String hash = hashes.getOrDefault(credentials.user(), decoy);
        return BCrypt.checkpw(credentials.passwordBytes(), hash) && hashes.containsKey(credentials.user());
    }
}
