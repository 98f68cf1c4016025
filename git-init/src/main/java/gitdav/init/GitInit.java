package gitdav.init;

import gitdav.container.LoggingOptions;
import gitdav.container.Program;
import gitdav.container.SettingsException;
import gitdav.volume.Checkout;
import gitdav.volume.DataVolume;
import gitdav.volume.GitRemote;
import gitdav.volume.GitStore;
import gitdav.volume.RemoteException;
import gitdav.volume.RemoteOptions;
import gitdav.volume.StoreLock;
import gitdav.volume.VolumeOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/// The program of the init container: lock, inspect, verdict, remedy.
@Command(name = "git-init", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Makes the data volume usable before the application starts: restores it from git when it is empty, and leaves"
                + " it alone when it is fine.",
        "", "Every setting is also an environment variable: GIT_URL for --git-url.", ""},
        footer = {"",
                "Exit codes: 0 the application may start, 1 it must not, 2 a setting is wrong."})
public final class GitInit implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(GitInit.class);

    /// A pod that is being replaced has its final backup to finish: a minute by default, and something to spare.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Mixin
    private VolumeOptions volumes;

    @Mixin
    private RemoteOptions remotes;

    @Mixin
    private LoggingOptions logging;

    @Option(names = "--git-create-remote", paramLabel = "BOOLEAN", arity = "1", defaultValue = "false",
            description = "true: make the repository if GIT_URL is a file:/// and nothing is there (default: ${DEFAULT-VALUE})")
    private boolean createRemote;

    @Option(names = "--check", description = "only print the verdict")
    private boolean check;

    /// Ends the process with the program's exit code.
    public static void main(String... args) {
        Program.main(new GitInit(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        logging.apply();
        DataVolume volume = volumes.dataVolume();
        remotes.check();
        try (StoreLock _ = StoreLock.acquire(volumes.gitStore(), PATIENCE);
                GitStore store = GitStore.open(volumes.gitStore(), remotes.branch());
                GitRemote remote = remotes.remote(store)) {
            if (createRemote && !check && remote.createIfMissing()) {
                LOG.info("the remote was missing, and is now an empty repository");
            }
            Verdict verdict = new Inspection(volume, store, remote).verdict();
            if (check) {
                System.out.println(verdict.line());
                return verdict.isUsable() ? ExitCode.OK : ExitCode.SOFTWARE;
            }
            LOG.info("{} is {}", volume.root(), verdict.line());
            remedy(verdict, volume, store, remote);
            return ExitCode.OK;
        }
    }

    private static void remedy(Verdict verdict, DataVolume volume, GitStore store, GitRemote remote)
            throws IOException {
        var restore = new Restore(volume, store, remote);
        switch (verdict) {
            case Verdict.Intact _ -> {
            }
            case Verdict.Empty empty -> {
                long begin = System.nanoTime();
                Checkout.Result restored = restore.restore(empty.newest());
                LOG.info("restored: commit {}, {} files, {} bytes, {} ms", empty.newest().abbreviate(10).name(),
                        restored.files(), restored.bytes(), (System.nanoTime() - begin) / 1_000_000);
            }
            case Verdict.NothingToRestore _ -> restore.declareComplete();
            case Verdict.Interrupted interrupted -> {
                restore.finish(interrupted.commit());
                LOG.info("restored: commit {}, what was left of it", interrupted.commit().abbreviate(10).name());
            }
            case Verdict.StoreLost _ -> refill(store, volume, remote);
            case Verdict.Mismatched _,Verdict.Foreign _ -> throw new IOException(volume.root()
                    + " cannot be used, and nothing in it was touched; give DATA_DIR the volume that belongs to GIT_STORE "
                    + store.folder() + ", or an empty one");
        }
    }

    /// The volume is usable without the remote, so its absence is no reason not to start: git-backup will ask again.
    private static void refill(GitStore store, DataVolume volume, GitRemote remote) throws IOException {
        try {
            remote.fetch();
            store.takeRemoteHistory();
        } catch (RemoteException e) {
            LOG.warn("{}; starting all the same", e.getMessage());
        }
        store.bind(volume.marker().orElseThrow().volumeId());
    }
}
