package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.lock.Lock;
import gitdav.webdav.lock.LockInfo;
import gitdav.webdav.lock.LockTokens;
import gitdav.webdav.lock.Locks;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.protocol.XmlOutput;
import gitdav.webdav.share.Share;
import gitdav.webdav.share.ShareChange;
import gitdav.webdav.share.Target;
import io.milton.http.Request.Depth;
import io.milton.http.Request.Header;
import io.milton.http.Request.Method;
import io.milton.http.Response;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// LOCK ([RFC 4918, section 9.10](https://www.rfc-editor.org/rfc/rfc4918#section-9.10)): takes a lock, or refreshes one.
/// Where nothing is, an empty file comes into being.
final class LockHandler extends MethodHandler {

    /// For a client that asks for none, or for no end.
    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);
    /// A client that has crashed must not keep the others out for longer.
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);
    private static final Pattern SECONDS = Pattern.compile("Second-(\\d{1,10})", Pattern.CASE_INSENSITIVE);

    LockHandler(Share share) {
        super(share, Method.LOCK);
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> present) throws IOException {
        Optional<LockInfo> lockinfo = XmlBody.read(request.getInputStream(), request.memory(), "lockinfo",
                LockInfo::read);
        Duration timeout = timeout(request.getRequestHeader(Header.TIMEOUT));
        if (lockinfo.isPresent()) {
            take(lockinfo.get(), timeout, request, response);
        } else {
            refresh(timeout, request, response, present);
        }
    }

    private void take(LockInfo lockinfo, Duration timeout, DavRequest request, DavResponse response)
            throws IOException {
        Depth depth = request.depth();
        if (depth == Depth.ONE) {
            throw new DavException(Status.SC_BAD_REQUEST, "LOCK takes Depth 0 or infinity");
        }
        Lock lock;
        Optional<Entry> present;
        try (var reservation = share.quota().allow(request.path(), 0);
                Staged empty = share.staging().store(new byte[0]);
                var change = share.change()) {
            present = share.tree().find(request.path());
            preconditions.require(request, present);
            share.locks().requireCompatible(request.path(), lockinfo.isExclusive(), depth == Depth.INFINITY);
            boolean folder = present.filter(Entry::isFolder).isPresent();
            lock = new Lock(Locks.newToken(), request.path(), folder, lockinfo.isExclusive(),
                    depth == Depth.INFINITY, lockinfo.owner(), request.user(), timeout, Instant.now().plus(timeout));
            if (present.isPresent()) {
                share.locks().add(lock, reservation);
            } else {
                takeNew(lock, reservation, empty, change, request);
            }
            reservation.stored();
        }
        response.setNonStandardHeader("Lock-Token", "<" + lock.token() + ">");
        answer(lock, present.isPresent() ? Status.SC_OK : Status.SC_CREATED, request, response);
    }

    /// The lock first: if there is no room for it, there is no file either.
    private void takeNew(Lock lock, SpaceReservation room, Staged empty, ShareChange change, DavRequest request)
            throws IOException {
        try (Target target = share.tree().target(request.path())) {
            share.locks().requireReplaceable(request.path(), request.lockTokens());
            share.locks().add(lock, room);
            try {
                change.makeFile(empty, target);
            } catch (IOException | RuntimeException noFile) {
                share.locks().remove(lock);
                throw noFile;
            }
        }
    }

    private void refresh(Duration timeout, DavRequest request, DavResponse response, Optional<Entry> present)
            throws IOException {
        existing(present);
        Lock refreshed;
        try (var _ = share.change()) {
            LockTokens tokens = request.lockTokens();
            Lock lock = tokens.submitted().stream().flatMap(token -> share.locks().find(token, request.path()).stream())
                    .filter(tokens::open).findFirst()
                    .orElseThrow(() -> DavException.violating("lock-token-matches-request-uri",
                            Status.SC_PRECONDITION_FAILED,
                            "A LOCK without a body refreshes a lock, and its If header names none that is here"));
            refreshed = lock.refreshed(timeout);
            share.locks().add(refreshed, _ -> {});
        }
        answer(refreshed, Status.SC_OK, request, response);
    }

    /// Says what was granted, and not what is left of it by now: a client that asks for the same again and again must not
    /// get less each time.
    private static void answer(Lock lock, Status status, DavRequest request, DavResponse response) throws IOException {
        response.setStatus(status);
        response.setContentTypeHeader(Response.APPLICATION_XML);
        var xml = new XmlOutput(response.getOutputStream()).declaration();
        xml.start("D:prop").attribute("xmlns:D", XmlBody.DAV).start("D:lockdiscovery");
        xml.raw(lock.xml(request.hrefs(), lock.timeout())).finish();
    }

    /// The first that is understood, and not 0, which is no lock at all; the header is only a wish
    /// ([RFC 4918, section 10.7](https://www.rfc-editor.org/rfc/rfc4918#section-10.7)).
    private static Duration timeout(String header) {
        if (header == null) {
            return DEFAULT_TIMEOUT;
        }
        var seconds = SECONDS.matcher(header);
        Duration wanted = seconds.find() ? Duration.ofSeconds(Long.parseLong(seconds.group(1))) : Duration.ZERO;
        if (wanted.isZero()) {
            return DEFAULT_TIMEOUT;
        }
        return wanted.compareTo(MAX_TIMEOUT) > 0 ? MAX_TIMEOUT : wanted;
    }
}
