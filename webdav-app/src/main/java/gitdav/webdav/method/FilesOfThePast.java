package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.history.History;
import gitdav.webdav.page.FolderPage;
import gitdav.webdav.page.FolderZip;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// The files of old versions, for zips.
record FilesOfThePast(History history) implements FolderZip.Source {

    /// A file or folder with its path and its attributes.
    private static final long MEMORY_PER_MEMBER = 300;

    @Override
    public void forEachIn(Entry folder, FolderPage.Visitor visitor) throws IOException {
        history.forEachIn(folder, visitor::visit);
    }

    /// The list is read to its end before a content is copied: git-backup holds few lists at a time, and a client may take
    /// its time for a content.
    @Override
    public void forEachToCopyIn(Entry folder, FolderPage.Visitor visitor) throws IOException {
        List<Entry> members = new ArrayList<>();
        history.forEachIn(folder, members::add);
        for (Entry member : members) {
            visitor.visit(member);
        }
    }

    @Override
    public long memoryPerMember() {
        return MEMORY_PER_MEMBER;
    }

    @Override
    public void copy(Entry file, OutputStream out) throws IOException {
        history.copy(file, 0, file.size(), out);
    }
}
