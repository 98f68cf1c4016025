package gitdav.webdav.disk;

import gitdav.files.FileAttributes;
import gitdav.webdav.protocol.FileName;
import gitdav.webdav.protocol.Location;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.Auth;
import io.milton.http.Request;
import io.milton.http.Request.Method;
import io.milton.resource.Resource;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A file or folder of the share as it was when it was looked at; to Milton, a resource.
public record Entry(SharePath path, BasicFileAttributes attributes) implements Resource {

    /// Whether it is a folder, and not a file.
    public boolean isFolder() {
        return attributes.isDirectory();
    }

    /// In bytes.
    public long size() {
        return attributes.size();
    }

    /// Whether its owner may run it.
    public boolean isExecutable() {
        return attributes instanceof FileAttributes known && known.isExecutable();
    }

    /// As in `chmod(2)`.
    int permissions() {
        return attributes instanceof FileAttributes known ? known.mode() & 0777 : 0666;
    }

    /// What an answer says of it.
    public Location location() {
        return new Location(path, isFolder());
    }

    /// The path of something in the folder.
    ///
    /// @param file counted from the folder
    SharePath member(Path file) {
        SharePath member = path;
        for (Path name : file) {
            member = member.child(FileName.of(name));
        }
        return member;
    }

    /// When the content was last changed, to the nanosecond if the disk knows it.
    public Instant lastModified() {
        return attributes.lastModifiedTime().toInstant();
    }

    /// A strong entity tag ([RFC 9110, section 8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)). Time alone
    /// would not do: the kernel's clock ticks every few milliseconds, and a client may set it. But every upload is a new
    /// file, hence the file's key (its inode) and, since a disk uses those again, the time when it came into being.
    public String etag() {
        return '"' + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)) + '-'
                + Long.toHexString(attributes.size()) + '-'
                + Integer.toHexString(Objects.hashCode(attributes.fileKey())) + '-'
                + Long.toHexString(attributes.creationTime().to(TimeUnit.NANOSECONDS)) + '"';
    }

    /// By the name's extension.
    public String contentType() {
        return ContentTypes.of(path.name());
    }

    /// Whether the file, looked at again, is the one it was, with the content it had.
    public boolean isSame(BasicFileAttributes now) {
        return Objects.equals(attributes.fileKey(), now.fileKey()) && attributes.size() == now.size()
                && attributes.lastModifiedTime().equals(now.lastModifiedTime())
                && attributes.creationTime().equals(now.creationTime());
    }

    /// Whether both are one and the same on the disk, whatever their paths say: a disk may ignore case.
    public boolean isSameFile(Entry other) {
        return attributes.fileKey() != null && attributes.fileKey().equals(other.attributes.fileKey());
    }

    @Override
    public String getName() {
        return path.name();
    }

    @Override
    public String getUniqueId() {
        return Objects.toString(attributes.fileKey(), null);
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // Milton's choice
    public Date getModifiedDate() {
        return Date.from(lastModified());
    }

    /// Who may do what is decided before a resource is looked at.
    @Override
    public boolean authorise(Request request, Method method, Auth auth) {
        return true;
    }

    @Override
    public Object authenticate(String user, String password) {
        return null;
    }

    @Override
    public String getRealm() {
        return null;
    }

    @Override
    public String checkRedirect(Request request) {
        return null;
    }
}
