package gitdav.init;

import gitdav.program.Failure;
import gitdav.program.Json;
import gitdav.program.LoggingOptions;
import gitdav.program.Program;
import gitdav.program.Rights;
import gitdav.program.SettingsException;
import gitdav.program.WritableVolume;
import gitdav.remote.RemoteOptions;
import gitdav.volume.DataVolume;
import gitdav.volume.VolumeOptions;
import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.merge.DisplacedFiles;
import gitdav.volume.snapshot.NotApplied;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.store.FoundAtStart;
import gitdav.volume.store.StoreLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The program of the init container: lock, inspect, verdict, remedy, verify.
@Command(name = "git-init", mixinStandardHelpOptions = true, sortOptions = false,
        subcommands = {Keygen.class, Rights.class},
        description = {
                "Makes the data volume usable before the application starts, whatever state it is in: restores, repairs, merges or"
                        + " migrates it, and leaves it alone when it is fine. Nothing is deleted.",
                "", "Each setting is an environment variable, or an option, which wins. Both are named here.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the application may start", "1:it must not; the log says why", "2:a setting is wrong"})
public final class GitInit implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(GitInit.class);

    /// A pod that is being replaced has its final backup to finish: a minute by default, and something to spare.
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(90);

    /// More than can be wrong with one volume.
    private static final int MOST_REMEDIES = 8;

    @Mixin
    private VolumeOptions volumes;

    @Mixin
    private RemoteOptions remotes;

    /// Read by [Program], before anything else.
    @Mixin
    @SuppressWarnings("UnusedVariable")
    private LoggingOptions logging;

    @Option(names = "--git-create-remote", paramLabel = "BOOLEAN", arity = "1", defaultValue = "false",
            description = "true: make the repository if GIT_URL is a file:/// and nothing is there (default: ${DEFAULT-VALUE})")
    private boolean createRemote;

    @Option(names = "--restore-at", paramLabel = "TIME|COMMIT", converter = RestoreAt.Converter.class,
            description = "bring the volume back to this version, once: the newest one at that time"
                    + " (2026-11-28T14-03-00Z, 2026-11-28T14:03:00Z), or a commit; what the volume has now is committed and"
                    + " pushed before (default: none)")
    private RestoreAt restoreAt;

    @Option(names = "--verify", paramLabel = "HOW", defaultValue = "fast", converter = VerifyConverter.class,
            description = "fast: read what has changed since the last check; full: read every file and every object"
                    + " (default: ${DEFAULT-VALUE})")
    private ReadPolicy readPolicy;

    @Option(names = "--check", description = "only print the verdict")
    private boolean check;

    @Option(names = "--json", description = "with --check: print it as JSON")
    private boolean json;

    /// Ends the process with the program's exit code.
    public static void main(String... args) {
        Program.main(new GitInit(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        DataVolume volume = volumes.dataVolume();
        remotes.check();
        remotes.requireApartFrom(volume.root(), volumes.gitStore());
        if (!check) {
            WritableVolume.require("DATA_DIR", volume.root());
        }
        if (createRemote) {
            remotes.requireFolder("GIT_CREATE_REMOTE");
        }
        try (StoreLock _ = StoreLock.acquire(volumes.gitStore(), LOCK_TIMEOUT);
                InitContext context = new InitContext(volume, volumes.gitStore(), remotes, readPolicy,
                        createRemote && !check,
                        Optional.ofNullable(restoreAt).map(setting -> new WantedVersion(setting, remotes)))) {
            Verdict verdict = inspect(context);
            var found = new FoundAtStart(Instant.now(), verdict.line());
            if (check) {
                System.out.println(json ? Json.of(new VerdictReport(verdict).all()) : verdict.line());
                return verdict instanceof Verdict.Unusable ? ExitCode.SOFTWARE : ExitCode.OK;
            }
            for (int remedies = 0; !(verdict instanceof Verdict.Settled); remedies++) {
                if (remedies == MOST_REMEDIES) {
                    throw new IOException(volume.root() + " is still " + verdict.line() + "; nothing more can be done");
                }
                Remedy.of(verdict).apply(context);
                verdict = inspect(context);
            }
            // What a merge that was killed has left.
            volume.removeStaging();
            DisplacedFiles.sweep(volume, context.store());
            NotApplied.repair(volume);
            StoreCheck.passed(context.store());
            note(found);
            return ExitCode.OK;
        } catch (IOException e) {
            throw Failure.isOfTheSystem(e)
                    ? new IOException("cannot make the share usable: "
                            + Failure.describe(e, volume.root(), volumes.gitStore()), e)
                    : e;
        }
    }

    /// For the status of git-backup only: where there is no room for it, the application starts all the same.
    private void note(FoundAtStart found) {
        try {
            found.write(volumes.gitStore());
        } catch (IOException e) {
            LOG.warn("what was found cannot be noted, so the status will not say it: {}", Failure.describe(e));
        }
    }

    private Verdict inspect(InitContext context) throws IOException, SettingsException {
        Verdict verdict = new Inspection(context, context.takeSeen()).verdict();
        if (!check) {
            LOG.info("{} is {}", context.volume().root(), verdict.line());
        }
        return verdict;
    }
}
