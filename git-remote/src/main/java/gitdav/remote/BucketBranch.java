package gitdav.remote;

import gitdav.remote.bucket.BucketException;
import gitdav.remote.bucket.BundleRepository;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.Progress;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.util.Optional;

/// A branch in a bucket of an S3 store.
final class BucketBranch implements RemoteBranch {

    private final RemoteUrl url;
    private final GitStore store;
    private final BundleRepository bundles;

    BucketBranch(RemoteUrl url, GitStore store, BundleRepository bundles) {
        this.url = url;
        this.store = store;
        this.bundles = bundles;
    }

    /// Bundles have the whole history: the depth is of no use here.
    @Override
    public void fetch(int depth, Runnable onProgress) throws IOException {
        try {
            Optional<BundleRepository.Branch> theirs = bundles.branch();
            if (theirs.isEmpty()) {
                store.forgetRemote();
            } else if (theirs.get().name().equals(store.localRef())) {
                store.rememberRemote(
                        bundles.fetch(store.repository(), store.trackingRef(), new Progress(onProgress)));
            } else {
                throw RemoteException.otherBranches(url, store.branch(),
                        theirs.get().name().replaceFirst("^refs/heads/", ""));
            }
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            throw RemoteException.of("fetch from", url, RemoteFailure.of(e), e);
        }
    }

    @Override
    public void push(Runnable onProgress) throws IOException {
        ObjectId commit = store.head().orElseThrow();
        boolean taken;
        try {
            taken = bundles.push(store.repository(), store.localRef(), commit);
        } catch (IOException e) {
            RemoteFailure failure = e instanceof BucketException answer && answer.saysAccessDenied()
                    ? RemoteFailure.readOnly()
                    : RemoteFailure.of(e);
            throw RemoteException.of("push to", url, failure, e);
        }
        if (!taken) {
            throw RemoteException.movedOn(url);
        }
        store.rememberRemote(commit);
    }

    @Override
    public void close() {
        bundles.close();
    }
}
