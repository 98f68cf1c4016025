package gitdav.init;

import java.io.IOException;

/// One step from a layout of the volume to the next. Running it twice does no harm: it may be killed at any moment.
interface Migration {

    /// The layout that the volume has afterwards.
    int layout();

    /// What has changed, for the log.
    String summary();

    /// Does it.
    void run(InitContext context) throws IOException;
}
