package gitdav.remote;

import gitdav.volume.store.History;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class RemoteOptionsTest {

    @Test
    void storeOfABucketKeepsTheWholeHistoryWhateverIsAskedFor() {
        assertThat(options("--git-url=s3://bucket/prefix", "--git-depth=1").depth()).isEqualTo(History.WHOLE);
        assertThat(options("--git-url=file:///remote.git", "--git-depth=1").depth()).isEqualTo(1);
    }

    private static RemoteOptions options(String... arguments) {
        return CommandLine.populateCommand(new RemoteOptions(), arguments);
    }
}
