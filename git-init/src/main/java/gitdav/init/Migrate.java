package gitdav.init;

import gitdav.volume.Marker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;

/// Brings a volume of an older layout to the present one, step by step. Each is noted in the marker when it is done, so
/// that a kill loses one step at most.
record Migrate(Marker marker) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(Migrate.class);

    /// In their order, one for each layout after the first.
    private static final List<Migration> STEPS = List.of(new RecordTimes());

    @Override
    public void apply(InitContext context) throws IOException {
        for (Migration step : STEPS) {
            if (step.layout() > marker.layout()) {
                step.run(context);
                context.volume().mark(new Marker(marker.volumeId(), step.layout()));
                LOG.info("migrated to layout {}: {}", step.layout(), step.summary());
            }
        }
    }
}
