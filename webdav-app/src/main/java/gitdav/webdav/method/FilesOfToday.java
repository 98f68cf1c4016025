package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.page.FolderPage;
import gitdav.webdav.page.FolderZip;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.share.Share;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;

/// The share's files, for zips.
record FilesOfToday(Share share) implements FolderZip.Source {

    @Override
    public void forEachIn(Entry folder, FolderPage.Visitor visitor) throws IOException {
        share.tree().forEachIn(folder, visitor::visit);
    }

    /// The folder stays open meanwhile.
    @Override
    public void forEachToCopyIn(Entry folder, FolderPage.Visitor visitor) throws IOException {
        forEachIn(folder, visitor);
    }

    @Override
    public long memoryPerMember() {
        return 0;
    }

    @Override
    public void copy(Entry file, OutputStream out) throws IOException {
        try (var open = share.tree().open(file.path())) {
            Channels.newInputStream(open.content()).transferTo(out);
        } catch (DavException gone) {
            throw new NoSuchFileException(file.path().toString());
        }
    }
}
