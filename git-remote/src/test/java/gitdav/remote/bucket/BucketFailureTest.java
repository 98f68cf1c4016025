package gitdav.remote.bucket;

import gitdav.remote.RemoteException;
import gitdav.servers.S3Server;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a bucket refuses, has lost or cannot do is named, and loses nothing.
@Tag("long")
class BucketFailureTest extends BucketFixture {

    @Test
    void pushThatIsKilledBeforeTheManifestLeavesTheLastGoodState() throws Exception {
        ObjectId first = commit(store, "one");
        remote(store).push();
        ObjectId second = commit(store, "two");
        server.close();
        server = S3Server.failingAt(dir.resolve("s3"), BUCKET, "manifest");
        assertThatThrownBy(() -> remote(store).push()).isInstanceOf(RemoteException.class);
        assertThat(bundles()).hasSize(2);
        try (var other = GitStore.open(dir.resolve("other"), "main")) {
            assertThat(remote(other).fetch()).contains(first);
        }
        server.close();
        server = S3Server.start(dir.resolve("s3"), BUCKET);

        remote(store).push();

        assertThat(remote(store).fetch()).contains(second);
        assertThat(bundles()).hasSize(1);
    }

    @Test
    void storeThatIgnoresConditionsIsRefusedUnlessNobodyElseWrites() throws Exception {
        server.close();
        server = S3Server.unconditional(dir.resolve("s3"), BUCKET);
        ObjectId commit = commit(store, "one");

        assertThatThrownBy(() -> remote(store).push()).isInstanceOf(RemoteException.class)
                .hasMessageContaining("no conditional writes").hasMessageContaining("S3_SINGLE_WRITER=true");
        assertThat(remote(store).fetch()).isEmpty();
        remote(store, "--s3-single-writer=true").push();
        assertThat(remote(store).fetch()).contains(commit);
    }

    @Test
    void keyThatMayOnlyReadIsNamed() throws Exception {
        ObjectId first = commit(store, "one");
        remote(store).push();
        commit(store, "two");
        server.close();
        server = S3Server.readOnly(dir.resolve("s3"), BUCKET);

        assertThatThrownBy(() -> remote(store).push()).isInstanceOfSatisfying(RemoteException.class,
                e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.READ_ONLY));
        assertThat(remote(store).fetch()).contains(first);
    }

    @Test
    void damagedBundleIsNamed() throws Exception {
        commit(store, "one");
        remote(store).push();
        Path bundle = Path.of(bundle(bundles().getFirst()));
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle, bytes);

        try (var other = GitStore.open(dir.resolve("other"), "main")) {
            assertThatThrownBy(() -> remote(other).fetch()).hasMessageContaining(bundles().getFirst())
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void misspeltBranchIsAnErrorAndNotAnEmptyBucket() throws Exception {
        commit(store, "one");
        remote(store).push();
        try (var elsewhere = GitStore.open(dir.resolve("other"), "mian")) {
            assertThatThrownBy(() -> remote(elsewhere).fetch()).hasMessageContaining("no branch 'mian', only main");
        }
    }

    @Test
    void storeWithHalfAHistorySaysHowToBegin() throws Exception {
        ObjectId commit = commit(store, "one");
        store.history().cutOffBefore(commit);

        assertThatThrownBy(() -> remote(store).push()).hasMessageContaining("GIT_DEPTH=0");
    }

    @Test
    void wrongCredentialsBucketAndAddressAreNamed() throws Exception {
        String wrong = Files.writeString(dir.resolve("wrong"), server.credentials().replace("s3cret", "wr0ng"))
                .toString();

        assertThatThrownBy(() -> remote(store, "--s3-credentials-file", wrong).fetch())
                .hasMessageContaining("S3_CREDENTIALS_FILE").message().doesNotContain("wr0ng");
        assertThatThrownBy(() -> remote(store, "--git-url", "s3://no-such-bucket/share").fetch())
                .hasMessageContaining("there is no such bucket");
        String endpoint = server.endpoint();
        server.close();
        assertThatThrownBy(() -> remote(store, "--s3-endpoint", endpoint).fetch())
                .hasMessageContaining("Connection refused");
    }
}
