package gitdav.webdav.access;

import gitdav.program.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// An htpasswd file, as it was when it was last right.
public final class UsersFile {

    private static final Logger LOG = LoggerFactory.getLogger(UsersFile.class);

    private final Path path;
    private volatile Users users;

    private UsersFile(Path path) throws IOException {
        this.path = path;
        users = Users.read(path);
    }

    /// Where the file is.
    public Path path() {
        return path;
    }

    Users users() {
        return users;
    }

    /// The users' names, as the file has them now.
    public Set<String> names() {
        return users.names();
    }

    /// Takes over what the file says now. With a mistake in it, everything stays as it was: a slip of the pen locks
    /// no user out, and lets no stranger in.
    public void reload() {
        try {
            users = Users.read(path);
            LOG.info("the users have changed: {} in {}", users.names().size(), path);
        } catch (IOException wrong) {
            Failure.reason(wrong).lines().forEach(problem -> LOG.error("WEBDAV_USERS_FILE: {} has changed and cannot be"
                    + " used: {}; the users of before remain", path, problem));
        }
    }

    /// Reads the setting.
    public static final class Converter implements ITypeConverter<UsersFile> {
        @Override
        public UsersFile convert(String text) {
            try {
                return new UsersFile(Path.of(text));
            } catch (IOException wrong) {
                throw new TypeConversionException(Failure.reason(wrong).lines()
                        .map(problem -> "cannot use '" + text + "': " + problem).collect(Collectors.joining("\n")));
            }
        }
    }
}
