package gitdav.webdav.method;

import gitdav.webdav.share.Share;
import io.milton.http.Handler;
import io.milton.http.HttpExtension;
import io.milton.http.http11.CustomPostHandler;

import java.util.List;
import java.util.Set;

/// The methods this server knows; Milton answers for none of its own.
///
/// @param isInfinityAllowed whether a client may list the whole share at once
/// @param hasHistory whether old versions can be asked for
record DavMethods(Share share, boolean isInfinityAllowed, boolean hasHistory) implements HttpExtension {

    @Override
    public Set<Handler> getHandlers() {
        return Set.of(new OptionsHandler(share), new GetHandler(share, hasHistory),
                new PropfindHandler(share, isInfinityAllowed),
                new PutHandler(share), new MkcolHandler(share), new DeleteHandler(share), new CopyHandler(share),
                new MoveHandler(share), new ProppatchHandler(share), new LockHandler(share), new UnlockHandler(share));
    }

    @Override
    public List<CustomPostHandler> getCustomPostHandlers() {
        return List.of();
    }
}
