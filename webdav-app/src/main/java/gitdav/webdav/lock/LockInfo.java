package gitdav.webdav.lock;

import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.protocol.XmlFragment;
import gitdav.webdav.protocol.XmlInput;

import java.util.HashSet;
import java.util.Set;

/// The lock that a client wants ([RFC 4918, section 14.11](https://www.rfc-editor.org/rfc/rfc4918#section-14.11)).
///
/// @param isExclusive or shared
/// @param owner what the client says about its user, an XML element; empty if nothing
public record LockInfo(boolean isExclusive, String owner) {

    /// It is stored, and sent with every listing. In bytes.
    private static final int MAX_OWNER = 2 * 1024;

    /// Reads the body of a LOCK.
    ///
    /// @throws gitdav.webdav.protocol.DavException if it asks for no lock that there is
    public static LockInfo read(XmlInput lockinfo) {
        Set<String> scopes = Set.of();
        Set<String> types = Set.of();
        String owner = "";
        int depth = lockinfo.depth();
        while (lockinfo.nextIn(depth)) {
            if (lockinfo.is("lockscope")) {
                scopes = namesIn(lockinfo, Set.of("exclusive", "shared"));
            } else if (lockinfo.is("locktype")) {
                types = namesIn(lockinfo, Set.of("write"));
            } else if (lockinfo.is("owner")) {
                owner = XmlFragment.read(lockinfo, MAX_OWNER).xml();
            }
        }
        if (scopes.size() != 1 || types.isEmpty()) {
            throw XmlBody.bad("it must ask for a write lock, exclusive or shared");
        }
        return new LockInfo(scopes.contains("exclusive"), owner);
    }

    /// Those of WebDAV's own names that are directly in the element.
    private static Set<String> namesIn(XmlInput element, Set<String> names) {
        Set<String> found = new HashSet<>();
        int depth = element.depth();
        while (element.nextIn(depth)) {
            names.stream().filter(element::is).forEach(found::add);
        }
        return found;
    }
}
