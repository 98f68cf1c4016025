package gitdav.remote;

import gitdav.program.DurationConverter;
import gitdav.program.SettingsException;
import gitdav.remote.bucket.S3Options;
import gitdav.remote.https.HttpsOptions;
import gitdav.remote.ssh.SshAccess;
import gitdav.remote.ssh.SshOptions;
import gitdav.volume.SeparateFolders;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// The settings that say where the backup lives and how to get there.
public final class RemoteOptions {

    /// Of SSH every byte is seen. https has a time limit for every read and write, S3 for every read, and a folder has no
    /// line that stands still.
    private static final Duration NEVER = Duration.ofDays(1);

    @Option(names = "--git-url", paramLabel = "URL", required = true, converter = UrlConverter.class,
            description = "the remote: ssh://git@HOST[:PORT]/PATH or git@HOST:PATH, both also with a deploy key"
                    + " (git~BASE64KEY@HOST:PATH), https://HOST/PATH, file:///PATH, or s3://BUCKET/PREFIX")
    private RemoteUrl url;

    @Option(names = "--git-branch", paramLabel = "NAME", defaultValue = "main", converter = BranchConverter.class,
            description = "the branch that holds the backup (default: ${DEFAULT-VALUE})")
    private String branch;

    @Option(names = "--git-timeout", paramLabel = "DURATION", defaultValue = "30s", converter = DurationConverter.class,
            description = "without progress for this long, a transfer has failed (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(names = "--git-depth", paramLabel = "COMMITS", defaultValue = "1", converter = DepthConverter.class,
            description = "how many commits that the remote has a git store gets, and keeps; 0: all, and git-backup fetches what is"
                    + " missing (default: ${DEFAULT-VALUE})")
    private int depth;

    @Mixin
    private SshOptions ssh;

    @Mixin
    private HttpsOptions https;

    @Mixin
    private S3Options s3;

    /// The branch's short name.
    public String branch() {
        return branch;
    }

    /// How many commits a new store gets, and keeps; 0 for all. A bucket's bundles can only be merged by who has all.
    public int depth() {
        return url.kind() == RemoteUrl.Kind.BUCKET ? History.WHOLE : depth;
    }

    /// Checks what the settings have to say together. To be called before any work starts.
    ///
    /// @throws SettingsException if a server is to be reached over SSH without a key, or with one that cannot be used
    public void check() throws SettingsException {
        if (url.kind() == RemoteUrl.Kind.SSH) {
            ssh.check(url.key(), url.address());
        }
    }

    /// Makes sure that a remote in a folder is apart from the volumes. To be called before any work starts.
    ///
    /// @param data the users' files
    /// @param store the git store
    /// @throws SettingsException if it is inside one of them, or one of them is inside it
    public void requireApartFrom(Path data, Path store) throws SettingsException {
        if (url.kind() == RemoteUrl.Kind.FOLDER) {
            Path folder = Path.of(url.address().getPath());
            SeparateFolders.require("GIT_URL", folder, "DATA_DIR", data);
            SeparateFolders.require("GIT_URL", folder, "GIT_STORE", store);
        }
    }

    /// Makes sure that the remote is a folder: no server lets us make repositories.
    ///
    /// @param setting the one that needs it
    /// @throws SettingsException if it is a server's
    public void requireFolder(String setting) throws SettingsException {
        if (url.kind() != RemoteUrl.Kind.FOLDER) {
            throw new SettingsException(
                    setting + ": 'true' is only for a repository in a folder (file:///PATH), and GIT_URL is " + url);
        }
    }

    /// Whether every fetch brings the whole history, whatever depth it is asked for.
    boolean alwaysBringsAll() {
        return url.kind() == RemoteUrl.Kind.BUCKET;
    }

    /// The remote, not contacted yet.
    ///
    /// @param store where to fetch to and push from
    public GitRemote remote(GitStore store) throws IOException {
        return remote(store, store.folder());
    }

    /// The same for a store that is only for a while.
    ///
    /// @param remembered the folder of the store that remembers the keys of servers
    public GitRemote remote(GitStore store, Path remembered) throws IOException {
        return new GitRemote(url, store, switch (url.kind()) {
            case SSH -> behindSsh(store, ssh.access(url.key(), remembered, timeout));
            case HTTPS -> transport(store, https.access(url.address(), url.login()));
            case FOLDER -> new FolderBranch(url, store, transport(store, _ -> {}));
            case BUCKET -> new BucketBranch(url, store, s3.repository(url.address(), store.folder(), https, timeout));
        }, url.kind() == RemoteUrl.Kind.SSH ? timeout : NEVER);
    }

    private RemoteBranch behindSsh(GitStore store, SshAccess access) {
        return new SshBranch(url, access, transport(store, access));
    }

    private RemoteBranch transport(GitStore store, TransportConfigCallback access) {
        return new TransportBranch(url, store, access, timeout);
    }

    private static final class UrlConverter implements ITypeConverter<RemoteUrl> {
        @Override
        public RemoteUrl convert(String text) {
            try {
                return RemoteUrl.parse(text);
            } catch (IOException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class BranchConverter implements ITypeConverter<String> {

        /// A file of that name is to be possible.
        private static final int LONGEST = 200;

        @Override
        public String convert(String text) {
            if (text.length() > LONGEST) {
                // Not quoted: a key that was pasted into the wrong setting is a name that git allows.
                throw new TypeConversionException(
                        "longer than the " + LONGEST + " characters that a branch's name may have");
            }
            if (!Repository.isValidRefName(Constants.R_HEADS + text)) {
                throw new TypeConversionException("'" + text + "' is not a name git allows for a branch");
            }
            return text;
        }
    }

    /// Reads a number of commits.
    public static final class DepthConverter implements ITypeConverter<Integer> {

        /// @throws TypeConversionException if the text is none; the message quotes it
        @Override
        public Integer convert(String text) {
            if (!text.matches("\\d{1,9}")) {
                throw new TypeConversionException("'" + text + "' is not a number of commits");
            }
            return Integer.valueOf(text);
        }
    }
}
