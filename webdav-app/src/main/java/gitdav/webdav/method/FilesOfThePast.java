package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.history.History;
import gitdav.webdav.page.FolderPage;
import gitdav.webdav.page.FolderZip;

import java.io.IOException;
import java.io.OutputStream;

/// The files of old versions, for pages and zips.
record FilesOfThePast(History history) implements FolderZip.Source {

    @Override
    public void forEachIn(Entry folder, FolderPage.Visitor visitor) throws IOException {
        history.forEachIn(folder, visitor::visit);
    }

    @Override
    public void copy(Entry file, OutputStream out) throws IOException {
        history.copy(file, 0, file.size(), out);
    }
}
