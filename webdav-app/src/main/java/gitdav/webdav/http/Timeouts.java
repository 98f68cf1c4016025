package gitdav.webdav.http;

import java.time.Duration;

/// How long the server waits.
///
/// @param read for a client that sends nothing: a request, or the rest of one
/// @param write for a client that takes nothing: a player that is paused holds back the rest of a film
/// @param headers for those of a request as a whole, from their first byte, and for the handshake of TLS
/// @param shutdown for requests that are running when the server is closed
public record Timeouts(Duration read, Duration write, Duration headers, Duration shutdown) {

    /// With the time for headers that people always meet.
    public Timeouts(Duration read, Duration write, Duration shutdown) {
        this(read, write, Duration.ofSeconds(20), shutdown);
    }
}
