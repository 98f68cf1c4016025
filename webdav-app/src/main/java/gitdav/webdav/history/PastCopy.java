package gitdav.webdav.history;

import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.TreeWalk;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.FileName;
import gitdav.webdav.protocol.SharePath;
import gitdav.webdav.share.Share;
import gitdav.webdav.share.ShareTree;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A copy of a file or folder of the past, out of sight and on the disk as a whole before it takes its place in the share:
/// files with their times, and whether they may be executed.
///
/// Of each folder first all names are put on the disk and then, from there, the contents are asked for: so neither this
/// program nor git-backup has to hold the list meanwhile.
///
/// @param room asked before each part of a file is written
/// @param memory where the levels of folders are accounted for meanwhile
/// @param depth how many folders the copy will lie in
public record PastCopy(History history, Share share, SpaceReservation room, MemoryAccount memory,
        int depth) {

    /// Makes it.
    ///
    /// @param deep whether to copy also what is in a folder
    /// @throws DavException with 503 if git-backup does not give all of it, with 507 if there is no room for it
    public Staged of(Entry source, boolean deep) throws IOException {
        if (!source.isFolder()) {
            return share.staging().receive((file, staged) -> {
                fill(file, source);
                if (source.isExecutable()) {
                    staged.takePermissions(source);
                }
                staged.setLastModified(source.lastModified());
            });
        }
        ShareTree.requireDepth(depth + 1);
        Staged staged = share.staging().nothing();
        try {
            staged.createFolder();
            if (deep) {
                try (OpenFolder copy = staged.open()) {
                    all(source.path(), copy);
                }
            }
        } catch (IOException | RuntimeException incomplete) {
            staged.close();
            throw incomplete;
        }
        return staged;
    }

    private void all(SharePath source, OpenFolder copy) throws IOException {
        makeNames(source, copy);
        TreeWalk.of(copy, memory, new TreeWalk.Visitor() {

            @Override
            public boolean visit(OpenFolder folder, Path path, BasicFileAttributes attributes) throws IOException {
                SharePath past = below(source, path);
                if (attributes.isDirectory()) {
                    ShareTree.requireDepth(depth + 1 + path.getNameCount());
                    try (OpenFolder made = folder.folder(path)) {
                        makeNames(past, made);
                    }
                } else {
                    Entry file = history.find(past).filter(entry -> !entry.isFolder()).orElseThrow(PastCopy::gone);
                    share.staging().fill(folder, path.getFileName(), file, content -> fill(content, file));
                }
                return true;
            }

            @Override
            public void seen(OpenFolder folder, Path path) throws IOException {
                share.durability().flush(folder);
            }

            @Override
            public void unreadable(Path path, IOException reason) throws IOException {
                throw reason;
            }
        });
    }

    private static SharePath below(SharePath folder, Path relative) {
        SharePath path = folder;
        for (Path name : relative) {
            path = path.child(FileName.of(name));
        }
        return path;
    }

    private void makeNames(SharePath path, OpenFolder folder) throws IOException {
        Entry source = history.find(path).filter(Entry::isFolder).orElseThrow(PastCopy::gone);
        history.forEachIn(source, member -> {
            Path name = FileName.in(Path.of(""), member.getName());
            folder.naming(name, () -> member.isFolder()
                    ? Files.createDirectory(folder.path(name))
                    : Files.createFile(folder.path(name)));
        });
    }

    private void fill(FileChannel file, Entry source) throws IOException {
        room.take(source.size());
        history.copy(source, 0, source.size(), Channels.newOutputStream(file));
    }

    private static DavException gone() {
        return new DavException(Status.SC_SERVICE_UNAVAILABLE,
                "Part of this version is no longer in git-backup's store; nothing was copied");
    }
}
