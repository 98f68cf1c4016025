package gitdav.servers;

import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server's end of one fetch or push: git asks for it by running `git-upload-pack 'PATH'` or
/// `git-receive-pack 'PATH'` over SSH ([pack protocol](https://git-scm.com/docs/pack-protocol)).
final class GitCommand extends AbstractCommandSupport {

    private static final Pattern FORM = Pattern.compile("git[- ](upload|receive)-pack '?/*([^']+)'?");

    private final Path root;

    GitCommand(Path root, String command) {
        super(command, ThreadUtils.newSingleThreadExecutor("git"));
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public void run() {
        int exitCode = 0;
        try {
            serve(FORM.matcher(getCommand()));
        } catch (IOException | RuntimeException failure) {
            tell(String.valueOf(failure.getMessage()));
            exitCode = 1;
        }
        onExit(exitCode);
    }

    private void serve(Matcher request) throws IOException {
        if (!request.matches()) {
            throw new IllegalArgumentException("this server only serves git, not: " + getCommand());
        }
        try (Repository repository = open(request.group(2))) {
            if (request.group(1).equals("upload")) {
                new UploadPack(repository).upload(getInputStream(), getOutputStream(), getErrorStream());
            } else {
                new ReceivePack(repository).receive(getInputStream(), getOutputStream(), getErrorStream());
            }
        }
    }

    private Repository open(String path) throws IOException {
        Path repository = root.resolve(path).normalize();
        if (!repository.startsWith(root)) {
            throw new IllegalArgumentException("no repository " + path);
        }
        try {
            return new FileRepositoryBuilder().setGitDir(repository.toFile()).setBare().setMustExist(true).build();
        } catch (RepositoryNotFoundException e) {
            throw new IllegalArgumentException("fatal: '" + path + "' does not appear to be a git repository", e);
        }
    }

    private void tell(String message) {
        try {
            getErrorStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
            getErrorStream().flush();
        } catch (IOException clientHasGone) {
            log.debug("the client is gone: {}", message, clientHasGone);
        }
    }
}
