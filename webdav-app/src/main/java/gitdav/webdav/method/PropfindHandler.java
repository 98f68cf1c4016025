package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.property.LiveProperties;
import gitdav.webdav.property.Multistatus;
import gitdav.webdav.property.PropfindBody;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.share.Share;
import gitdav.webdav.share.ShareTree.EntryVisitor;
import io.milton.http.Request.Depth;
import io.milton.http.Request.Method;
import io.milton.http.Response;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// PROPFIND ([RFC 4918, section 9.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.1)). A folder of any size is
/// answered as it is read.
final class PropfindHandler extends MethodHandler {

    /// A folder that waits for its turn, in bytes.
    private static final long MEMORY_PER_FOLDER = 512;
    private static final long MEMORY_PER_CHARACTER = 4;

    private final boolean isInfinityAllowed;
    private final LiveProperties live;

    /// @param isInfinityAllowed whether a client may list the whole share at once
    PropfindHandler(Share share, boolean isInfinityAllowed) {
        super(share, Method.PROPFIND);
        this.isInfinityAllowed = isInfinityAllowed;
        live = new LiveProperties(share.locks(), share.quota(), true);
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> present) throws IOException {
        Entry entry = existing(present);
        Depth depth = request.depth();
        if (!isInfinityAllowed) {
            requireFinite(request, entry);
        }
        long version = share.version();
        PropfindBody wanted = wantedBy(request);
        if (depth != Depth.INFINITY && !share.locks().areInForce()) {
            response.mayBeRepeatedWhile(() -> share.version() == version && share.tree().isUnchanged(entry));
        }
        Multistatus multistatus = begin(request, response, wanted);
        write(entry, wanted, multistatus);
        if (entry.isFolder() && depth != Depth.ZERO) {
            writeMembers(entry, depth, wanted, multistatus);
        }
        multistatus.end();
    }

    /// @throws DavException if the request goes all the way down in a folder
    static void requireFinite(DavRequest request, Entry entry) {
        if (entry.isFolder() && request.depth() == Depth.INFINITY) {
            throw DavException.violating("propfind-finite-depth", Status.SC_FORBIDDEN,
                    "PROPFIND of a folder takes Depth 0 or 1");
        }
    }

    /// What the request asks for; without a body, everything.
    static PropfindBody wantedBy(DavRequest request) throws IOException {
        return XmlBody.read(request.getInputStream(), request.memory(), "propfind", PropfindBody::read)
                .orElse(PropfindBody.ALL);
    }

    /// Begins the answer.
    static Multistatus begin(DavRequest request, DavResponse response, PropfindBody wanted) throws IOException {
        response.setStatus(Status.SC_MULTI_STATUS);
        response.setContentTypeHeader(Response.APPLICATION_XML);
        return new Multistatus(response.getOutputStream(), request.hrefs(), wanted.names());
    }

    private void write(Entry entry, PropfindBody wanted, Multistatus multistatus) throws IOException {
        try (var memory = share.requestMemory()) {
            multistatus.write(entry, share.properties().of(entry.path(), memory), wanted, live);
        }
    }

    private void writeMembers(Entry folder, Depth depth, PropfindBody wanted, Multistatus multistatus)
            throws IOException {
        // No recursion: a tree may be deeper than a stack.
        Deque<Entry> left = new ArrayDeque<>(List.of(folder));
        try (var waiting = share.requestMemory()) {
            while (!left.isEmpty()) {
                Entry next = left.removeLast();
                waiting.giveBack(next.equals(folder) ? 0 : memoryOf(next));
                writeMembers(next, wanted, multistatus, member -> {
                    if (member.isFolder() && depth == Depth.INFINITY) {
                        if (!waiting.tryTake(memoryOf(member))) {
                            throw DavException.crowded();
                        }
                        left.addLast(member);
                    }
                });
            }
        }
    }

    private void writeMembers(Entry folder, PropfindBody wanted, Multistatus multistatus, EntryVisitor visitor)
            throws IOException {
        try (var memory = share.requestMemory()) {
            Predicate<String> mayHaveProperties = share.properties().mayBeWithin(folder.path(), memory);
            share.tree().forEachIn(folder, member -> {
                if (mayHaveProperties.test(member.getName())) {
                    write(member, wanted, multistatus);
                } else {
                    multistatus.write(member, List.of(), wanted, live);
                }
                visitor.visit(member);
            });
        }
    }

    private static long memoryOf(Entry waiting) {
        return MEMORY_PER_FOLDER + MEMORY_PER_CHARACTER * waiting.path().toString().length();
    }
}
