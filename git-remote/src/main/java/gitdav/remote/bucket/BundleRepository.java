package gitdav.remote.bucket;

import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One branch in a bucket, as git bundles.
///
/// A push uploads one bundle with what is new, and then replaces the manifest if no other writer has done so meanwhile.
/// Killed in between, it leaves an object that no manifest names, and the backup as it was. Bundles that are not much larger
/// than what follows them are rewritten together with it: so there are never many, and a large one is rarely
/// uploaded again.
///
/// A bundle is deleted once a manifest with higher numbers is in place: a writer with an older manifest cannot
/// replace it any more, and a reader begins again.
public final class BundleRepository implements AutoCloseable {

    /// A bundle is merged with what follows it unless it is larger than that by more than this factor.
    private static final int RATIO = 2;
    /// How often a reader begins again because bundles were merged under its eyes.
    private static final int MOST_ATTEMPTS = 20;

    private final Bucket bucket;
    private final Path scratch;
    private final boolean singleWriter;
    private boolean writesAreConditional;

    /// @param scratch an existing folder, for one bundle at a time
    /// @param singleWriter whether to trust that there is no other writer, whatever the store can do
    BundleRepository(Bucket bucket, Path scratch, boolean singleWriter) {
        this.bucket = bucket;
        this.scratch = scratch;
        this.singleWriter = singleWriter;
    }

    /// A branch, and where it is.
    ///
    /// @param name in full
    public record Branch(String name, ObjectId tip) {}

    /// The branch that the bucket holds; empty if there is none yet.
    public Optional<Branch> branch() throws IOException {
        Optional<Bucket.Text> text = bucket.read(Manifest.KEY);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Manifest manifest = Manifest.parse(text.get().content());
        return Optional.of(new Branch(manifest.ref(), manifest.tip()));
    }

    /// Brings the branch's commits into the repository: of those it lacks, all.
    ///
    /// @param tracking the name of the branch there; it may be left at an older commit
    /// @return the branch's newest commit
    public ObjectId fetch(Repository repository, String tracking, ProgressMonitor progress) throws IOException {
        Path file = Files.createTempFile(scratch, "incoming_", ".bundle");
        try {
            for (int attempt = 1;; attempt++) {
                Bucket.Text text = bucket.read(Manifest.KEY)
                        .orElseThrow(() -> new IOException(bucket + " has just been emptied by another client"));
                try {
                    return fetch(repository, Manifest.parse(text.content()), tracking, file, progress);
                } catch (IOException e) {
                    boolean stillTheSame = bucket.read(Manifest.KEY).filter(text::equals).isPresent();
                    if (stillTheSame || attempt == MOST_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private ObjectId fetch(Repository repository, Manifest manifest, String tracking, Path file,
            ProgressMonitor progress)
            throws IOException {
        int first = 0;
        for (int i = 0; i < manifest.bundles().size(); i++) {
            if (repository.getObjectDatabase().has(manifest.bundles().get(i).tip())) {
                first = i + 1;
            }
        }
        for (Bundle bundle : manifest.bundles().subList(first, manifest.bundles().size())) {
            Files.deleteIfExists(file);
            bucket.download(bundle.key(), file);
            BundleFile.read(repository, file, bundle, manifest.ref(), tracking, progress);
        }
        return manifest.tip();
    }

    /// Adds the repository's commits to the branch.
    ///
    /// @return false if the branch has moved, or has commits that these do not come after; nothing has changed then
    public boolean push(Repository repository, String ref, ObjectId commit) throws IOException {
        Optional<Bucket.Text> text = bucket.read(Manifest.KEY);
        List<Bundle> bundles = text.isEmpty() ? List.of() : Manifest.parse(text.get().content()).bundles();
        if (!bundles.isEmpty() && bundles.getLast().tip().equals(commit)) {
            return true;
        }
        if (!bundles.isEmpty() && !comesAfter(repository, bundles.getLast().tip(), commit)) {
            return false;
        }
        if (!singleWriter && !writesAreConditional) {
            ConditionalWrites.require(bucket);
            writesAreConditional = true;
        }
        Path file = Files.createTempFile(scratch, "outgoing_", ".bundle");
        try {
            Manifest next = written(repository, file, ref, bundles, commit);
            bucket.upload(next.bundles().getLast().key(), file);
            if (!replace(next, text.map(Bucket.Text::version))) {
                return false;
            }
            if (next.bundles().size() <= bundles.size()) {
                deleteMerged(next);
            }
            return true;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// Writes the bundle to upload, and says how the manifest will be with it.
    private static Manifest written(Repository repository, Path file, String ref, List<Bundle> bundles, ObjectId commit)
            throws IOException {
        int number = bundles.isEmpty() ? 1 : bundles.getLast().number() + 1;
        boolean isShallow = !repository.getObjectDatabase().getShallowCommits().isEmpty();
        if (bundles.isEmpty() && isShallow) {
            throw new IOException("the git store has only a part of the history, and this bucket none of it; begin with"
                    + " an empty git volume (GIT_STORE), or fetch the whole history from the old remote first"
                    + " (GIT_DEPTH=0)");
        }
        Bundle added = BundleFile.write(repository, file, number, ref, tip(bundles), commit);
        List<Bundle> kept = isShallow ? bundles : worthKeeping(bundles, added.size());
        if (kept.size() < bundles.size()) {
            added = BundleFile.write(repository, file, number, ref, tip(kept), commit);
        }
        var all = new ArrayList<>(kept);
        all.add(added);
        return new Manifest(ref, all);
    }

    private static List<Bundle> worthKeeping(List<Bundle> bundles, long added) {
        int kept = bundles.size();
        long merged = added;
        while (kept > 0 && bundles.get(kept - 1).size() <= RATIO * merged) {
            kept--;
            merged += bundles.get(kept).size();
        }
        return bundles.subList(0, kept);
    }

    private static Optional<ObjectId> tip(List<Bundle> bundles) {
        return bundles.isEmpty() ? Optional.empty() : Optional.of(bundles.getLast().tip());
    }

    private static boolean comesAfter(Repository repository, ObjectId older, ObjectId newer) throws IOException {
        if (!repository.getObjectDatabase().has(older)) {
            return false;
        }
        try (var walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(older), walk.parseCommit(newer));
        }
    }

    private boolean replace(Manifest next, Optional<String> expected) throws IOException {
        if (singleWriter) {
            bucket.write(Manifest.KEY, next.toString());
            return true;
        }
        // If the answer to the first attempt was lost, the second one finds what the first one wrote.
        return bucket.replace(Manifest.KEY, next.toString(), expected)
                || bucket.read(Manifest.KEY).filter(text -> text.content().equals(next.toString())).isPresent();
    }

    /// Also what pushes that were killed have left. A number above ours belongs to a push that knows our manifest.
    private void deleteMerged(Manifest manifest) throws IOException {
        int newest = manifest.bundles().getLast().number();
        List<String> named = manifest.bundles().stream().map(Bundle::key).toList();
        bucket.delete(bucket.list(Bundle.FOLDER).stream().filter(key -> !named.contains(key))
                .filter(key -> Bundle.numberOf(key).orElse(newest + 1) <= newest).toList());
    }

    @Override
    public void close() {
        bucket.close();
    }
}
