package gitdav.webdav.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/// Counts and times requests, by method and status, and the bytes of their bodies.
///
/// Jetty calls a request log once for each answer, its own refusals included, when it is complete. That costs a request
/// no object and no lock.
final class RequestMetrics implements RequestLog {

    /// The last one is whatever else a client comes up with, and must not become a metric of its own.
    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS", "PROPFIND", "PROPPATCH", "PUT",
            "DELETE", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "other");
    private static final int STATUSES = 600;
    /// From a small file in the cache to a large upload.
    private static final Duration[] BUCKETS = {Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25),
            Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMillis(2500), Duration.ofSeconds(10),
            Duration.ofMinutes(1), Duration.ofMinutes(10)};

    private final MeterRegistry registry;
    private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(METHODS.size() * STATUSES);
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        FunctionCounter.builder("webdav.received", received, LongAdder::sum).baseUnit("bytes")
                .description("What clients have sent in the bodies of requests").register(registry);
        FunctionCounter.builder("webdav.sent", sent, LongAdder::sum).baseUnit("bytes")
                .description("What clients have got in the bodies of answers").register(registry);
    }

    @Override
    public void log(Request request, Response response) {
        timer(request.getMethod(), response.getStatus()).record(NanoTime.since(request.getHeadersNanoTime()),
                TimeUnit.NANOSECONDS);
        received.add(Math.max(0, Request.getContentBytesRead(request)));
        sent.add(Math.max(0, Response.getContentBytesWritten(response)));
    }

    private Timer timer(String name, int status) {
        int known = METHODS.indexOf(name);
        int method = known < 0 ? METHODS.size() - 1 : known;
        int index = method * STATUSES + Math.clamp(status, 0, STATUSES - 1);
        Timer timer = timers.get(index);
        if (timer == null) {
            // Two threads may do this at once, and get the same timer.
            timer = Timer.builder("webdav.requests").description("Requests that are answered, and how long it took")
                    .tag("method", METHODS.get(method)).tag("status", Integer.toString(status))
                    .serviceLevelObjectives(BUCKETS).register(registry);
            timers.set(index, timer);
        }
        return timer;
    }
}
