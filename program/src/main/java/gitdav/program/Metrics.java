package gitdav.program;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.nio.file.Path;
import java.util.List;

/// A program's metrics for Prometheus: those of the virtual machine and the process, and the program's own, which it adds
/// to the [#registry()].
public final class Metrics implements AutoCloseable {

    /// Of [#text()] ([exposition format](https://prometheus.io/docs/instrumenting/exposition_formats/)).
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /// @param dataDir the volume whose disk is watched
    public Metrics(Path dataDir) {
        List.of(collections, new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(),
                new UptimeMetrics(), new FileDescriptorMetrics(), new DiskSpaceMetrics(dataDir.toFile()))
                .forEach(metrics -> metrics.bindTo(registry));
    }

    /// Where a program adds metrics of its own.
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /// All metrics as they are now.
    String text() {
        return registry.scrape(CONTENT_TYPE);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
