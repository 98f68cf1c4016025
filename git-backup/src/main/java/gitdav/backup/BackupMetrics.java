package gitdav.backup;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The [Status] for Prometheus. What is not known yet is `NaN`.
final class BackupMetrics {

    private final MeterRegistry registry;
    private final Status status;

    private BackupMetrics(MeterRegistry registry, Status status) {
        this.registry = registry;
        this.status = status;
    }

    /// Adds them to the registry.
    static void register(MeterRegistry registry, Status status) {
        var metrics = new BackupMetrics(registry, status);
        metrics.gauge("backup.last.success.timestamp", "seconds", "When the last backup succeeded",
                now -> seconds(now.lastSuccess()));
        metrics.gauge("backup.age", "seconds", "How long ago that was",
                now -> now.age().map(age -> (double) age.toMillis() / 1000).orElse(Double.NaN));
        metrics.gauge("backup.next.timestamp", "seconds", "When the next backup is due",
                now -> now.next().toEpochSecond());
        metrics.gauge("backup.duration", "seconds", "How long the last run took",
                now -> now.last().map(last -> (double) last.took().toMillis() / 1000).orElse(Double.NaN));
        metrics.gauge("backup.success", null, "Whether the last run succeeded: 1 or 0",
                now -> now.last().map(last -> last instanceof Outcome.Complete ? 1.0 : 0.0).orElse(Double.NaN));
        metrics.gauge("backup.files", null, "Files in the last backup",
                now -> now.lastComplete().map(last -> (double) last.files()).orElse(Double.NaN));
        metrics.gauge("backup.size", "bytes", "The bytes they have",
                now -> now.lastComplete().map(last -> (double) last.bytes()).orElse(Double.NaN));
        metrics.gauge("backup.skipped.files", null, "What the last run could not take: files, folders, pipes",
                now -> now.skipped().map(skipped -> (double) skipped.size()).orElse(Double.NaN));
        metrics.gauge("backup.unpushed.commits", null, "Commits that the remote lacks", Status::unpushed);
        metrics.gauge("backup.store", "bytes", "What the git store takes on its disk", Status::storeBytes);
        metrics.gauge("backup.verified.timestamp", "seconds", "When a clone of the remote was last found whole",
                now -> seconds(
                        now.verified().filter(RemoteVerification.Result::ok).map(RemoteVerification.Result::at)));
        metrics.gauge("backup.verified.success", null, "Whether the last clone of the remote was whole: 1 or 0",
                now -> now.verified().map(verified -> verified.ok() ? 1.0 : 0.0).orElse(Double.NaN));
        // Each is there before it happens for the first time: alerts look at increases.
        Outcome.Failed.CAUSES.forEach(metrics::failures);
    }

    private void gauge(String name, String unit, String description, ToDoubleFunction<Status> value) {
        Gauge.builder(name, status, value).baseUnit(unit).description(description).strongReference(true)
                .register(registry);
    }

    private void failures(String cause) {
        FunctionCounter.builder("backup.failures", status, now -> now.failures().getOrDefault(cause, 0L))
                .tag("cause", cause).description("Backups that have failed, by cause").register(registry);
    }

    private static double seconds(Optional<Instant> time) {
        return time.map(at -> (double) at.toEpochMilli() / 1000).orElse(Double.NaN);
    }
}
