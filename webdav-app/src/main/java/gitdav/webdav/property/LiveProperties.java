package gitdav.webdav.property;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Quota;
import gitdav.webdav.lock.Lock;
import gitdav.webdav.lock.Locks;
import gitdav.webdav.protocol.Hrefs;
import gitdav.webdav.protocol.SharePath;
import gitdav.webdav.protocol.XmlOutput;
import org.eclipse.jetty.http.DateGenerator;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/// What the server knows of files and folders: the values of the live properties.
///
/// @param locks what `lockdiscovery` tells of
/// @param quota what the two properties of [RFC 4331](https://www.rfc-editor.org/rfc/rfc4331) tell of
/// @param canLock whether clients can lock what these are of
public record LiveProperties(Locks locks, Quota quota, boolean canLock) {

    private static final int MAX_FROM_ABOVE = 4;
    private static final String COLLECTION = "<D:collection/>";
    private static final String BOTH_LOCKS = "<D:lockentry><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype>"
            + "</D:lockentry><D:lockentry><D:lockscope><D:shared/></D:lockscope><D:locktype><D:write/>"
            + "</D:locktype></D:lockentry>";

    /// Writes a property of a file or folder, with its value.
    ///
    /// @param isMember whether it is in the folder that the client has asked for
    void write(LiveProperty property, Entry entry, boolean isMember, Hrefs hrefs, XmlOutput xml) throws IOException {
        xml.raw(property.startTag());
        switch (property) {
            case CREATIONDATE -> xml.text(
                    entry.attributes().creationTime().toInstant().truncatedTo(ChronoUnit.SECONDS).toString());
            case DISPLAYNAME -> xml.text(entry.getName());
            case GETCONTENTLENGTH -> xml.text(Long.toString(entry.size()));
            case GETCONTENTTYPE -> xml.text(entry.contentType());
            case GETETAG -> xml.text(entry.etag());
            case GETLASTMODIFIED -> xml.text(DateGenerator.formatDate(entry.lastModified()));
            case LOCKDISCOVERY -> {
                for (Lock lock : isMember ? ofMember(entry.path()) : locks.on(entry.path())) {
                    xml.raw(lock.xml(hrefs, lock.left()));
                }
            }
            case RESOURCETYPE -> {
                if (entry.isFolder()) {
                    xml.raw(COLLECTION);
                }
            }
            case SUPPORTEDLOCK -> xml.raw(canLock ? BOTH_LOCKS : "");
            case QUOTA_AVAILABLE_BYTES -> xml.text(Long.toString(quota.available()));
            case QUOTA_USED_BYTES -> xml.text(Long.toString(quota.used()));
        }
        xml.raw(property.endTag());
    }

    /// Its own locks, and a few of those from above, briefly: the folder itself shows them all, and a hundred of them must not
    /// be repeated for each file.
    private List<Lock> ofMember(SharePath path) {
        List<Lock> all = locks.on(path);
        return Stream.concat(all.stream().filter(lock -> lock.path().equals(path)),
                all.stream().filter(lock -> !lock.path().equals(path)).limit(MAX_FROM_ABOVE).map(Lock::withoutOwner))
                .toList();
    }
}
