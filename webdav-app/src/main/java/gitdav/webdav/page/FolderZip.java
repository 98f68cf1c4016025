package gitdav.webdav.page;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/// A folder with all that is in it as one zip, written as it is read.
///
/// Of each file the writer keeps its name until the end, where the zip lists them again; a source may hold a list, too. That is
/// accounted for before the first byte is sent, so that too large a folder is refused and does not break off.
///
/// @param memory for the names of the files
public record FolderZip(Entry folder, Source source, MemoryAccount memory) {

    /// What the zip writer holds of an entry, besides its path in two forms.
    private static final long MEMORY_PER_ENTRY = 300;
    private static final long MEMORY_PER_CHARACTER = 4;

    /// What leads out of a folder on Windows, and bytes that are no text, of which a zip's names are made.
    private static final Pattern ODD = Pattern.compile("[\\\\\\p{Cs}]");

    /// Where the files come from.
    public interface Source {

        /// Shows what is in a folder, in any order.
        void forEachIn(Entry folder, FolderPage.Visitor visitor) throws IOException;

        /// The same to a visitor that copies contents meanwhile.
        void forEachToCopyIn(Entry folder, FolderPage.Visitor visitor) throws IOException;

        /// What that holds of each member, in bytes.
        long memoryPerMember();

        /// Copies a file's content; nothing at all if it is gone.
        ///
        /// @throws NoSuchFileException if there is no such file any more
        void copy(Entry file, OutputStream out) throws IOException;
    }

    /// Sees to it that there is memory for all of it. To be called first.
    ///
    /// @throws DavException with 503 if there is not
    public void requireMemory() throws IOException {
        long perEntry = MEMORY_PER_ENTRY + source.memoryPerMember();
        walk(source::forEachIn, (entry, name) -> {
            // A folder also waits for its turn.
            int times = entry.isFolder() ? 2 : 1;
            if (!memory.tryTake(times * (perEntry + MEMORY_PER_CHARACTER * name.length()))) {
                throw new DavException(Status.SC_SERVICE_UNAVAILABLE,
                        "There is no memory for a zip of so many files at the moment; take the folders in it one by one");
            }
        });
    }

    /// Writes it. What vanishes meanwhile is left out.
    public void writeTo(OutputStream out) throws IOException {
        // Never closed: that would also end an answer that has broken off.
        @SuppressWarnings("resource")
        var zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        walk(source::forEachToCopyIn, (entry, name) -> {
            begin(zip, name, FileTime.from(entry.lastModified()));
            if (!entry.isFolder()) {
                copy(entry, zip);
            }
            zip.closeEntry();
        });
        zip.finish();
    }

    /// Two names may have become one: then the second gets a tilde more.
    private static void begin(ZipOutputStream zip, String name, FileTime time) throws IOException {
        try {
            zip.putNextEntry(new ZipEntry(name).setLastModifiedTime(time));
        } catch (ZipException taken) {
            begin(zip, name.endsWith("/") ? name.substring(0, name.length() - 1) + "~/" : name + "~", time);
        }
    }

    private void copy(Entry file, OutputStream zip) throws IOException {
        try {
            source.copy(file, zip);
        } catch (NoSuchFileException gone) {
            // Then it is an empty file in the zip: its name is written already.
        }
    }

    private interface Step {
        void take(Entry entry, String name) throws IOException;
    }

    private interface Members {
        void forEachIn(Entry folder, FolderPage.Visitor visitor) throws IOException;
    }

    /// No recursion: a tree may be deeper than a stack.
    private void walk(Members members, Step step) throws IOException {
        Deque<Entry> left = new ArrayDeque<>(List.of(folder));
        while (!left.isEmpty()) {
            members.forEachIn(left.removeLast(), member -> {
                step.take(member, nameOf(member.path()) + (member.isFolder() ? "/" : ""));
                if (member.isFolder()) {
                    left.addLast(member);
                }
            });
        }
    }

    private String nameOf(SharePath path) {
        List<String> names = path.names();
        return ODD.matcher(String.join("/", names.subList(folder.path().names().size(), names.size())))
                .replaceAll(odd -> "%" + "%02X".formatted(odd.group().charAt(0) & 0xFF));
    }
}
