package gitdav.init;

import gitdav.program.SettingsException;
import gitdav.remote.RemoteUrl;
import gitdav.remote.ssh.NewDeployKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.concurrent.Callable;

/// Makes a deploy key, and prints it as what it is needed as: the public key for the server, and the private key as a
/// Kubernetes Secret and as a part of the URL. What it prints is a manifest, in which all else is comments.
@Command(name = "keygen", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Makes an ed25519 deploy key, and prints its public half for the git server, and its private half as a Kubernetes"
                + " Secret and as a part of GIT_URL. Nothing is kept.",
        ""})
final class Keygen implements Callable<Integer> {

    @Option(names = "--url", paramLabel = "URL", defaultValue = "git@github.com:YOUR-NAME/YOUR-REPOSITORY.git",
            description = "the remote, reached over SSH (default: ${DEFAULT-VALUE})")
    private String url;

    @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "gitdav",
            description = "what the key is called at the server (default: ${DEFAULT-VALUE})")
    private String comment;

    @Override
    public Integer call() throws SettingsException {
        RemoteUrl remote = remote();
        if (comment.chars().anyMatch(Character::isISOControl)) {
            throw new SettingsException("--comment: must be one line");
        }
        NewDeployKey key = NewDeployKey.generate(comment);
        System.out.print("""
                # The public key: add it to the git server as a deploy key, with the right to write.
                #
                #   %s
                #
                # The private key, for SSH_KEY_FILE: pipe all of this into "kubectl apply -f -".
                apiVersion: v1
                kind: Secret
                metadata:
                  name: gitdav-deploy-key
                  namespace: gitdav
                stringData:
                  deploy-key: |
                %s
                # Or, instead of the Secret, all in one value, which shows the key to all who see it.
                #
                #   GIT_URL=%s
                """.formatted(key.publicKey(), key.privateKey().strip().indent(4).stripTrailing(),
                key.in(remote.address())));
        return ExitCode.OK;
    }

    private RemoteUrl remote() throws SettingsException {
        try {
            RemoteUrl remote = RemoteUrl.parse(url);
            if (remote.kind() != RemoteUrl.Kind.SSH || remote.key().isPresent()) {
                throw new SettingsException("--url: " + remote + " is not a remote that a new SSH key is for; expected"
                        + " git@HOST:PATH or ssh://git@HOST[:PORT]/PATH");
            }
            return remote;
        } catch (IOException e) {
            throw new SettingsException("--url: " + e.getMessage());
        }
    }
}
