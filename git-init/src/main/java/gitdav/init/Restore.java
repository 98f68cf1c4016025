package gitdav.init;

import gitdav.volume.restore.VolumeUpdate;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Brings the newest version that is whole into an empty volume.
record Restore(ObjectId newest) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

    @Override
    public void apply(InitContext context) throws IOException {
        long begin = System.nanoTime();
        var update = new VolumeUpdate(context.volume(), context.store());
        LastGood<VolumeUpdate.Staged> good = LastGood.find(context, newest, update::stage);
        Finish.staged(context, good.result().target());
        String commit = good.commit().abbreviate(10).name();
        var written = good.result().written();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        LOG.atInfo().addKeyValue("commit", commit).addKeyValue("files", written.files())
                .addKeyValue("bytes", written.bytes()).addKeyValue("ms", millis)
                .log("restored: commit {}, {} files, {} bytes, {} ms", commit, written.files(), written.bytes(),
                        millis);
    }
}
