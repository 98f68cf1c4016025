package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.protocol.Hrefs;
import gitdav.webdav.protocol.XmlOutput;
import gitdav.webdav.share.ShareTree;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A folder as a page for people with a browser.
///
/// A file's name is what a client chose, `<script>` included: an XML writer does all the escaping, and
/// the content security policy forbids the browser to run anything. Links are relative: they hold also behind a proxy
/// that shows the share somewhere else, and for programs that know no other.
///
/// @param prefix what a link begins with, percent-encoded
/// @param memory for the entries, which are sorted if they are not too many. The page of a folder of any size is sent as
///        the folder is read
record FolderPage(Entry folder, Members members, String prefix, MemoryAccount memory) {

    private static final int MAX_SORTED = 2000;
    private static final long MEMORY_PER_ENTRY = 1024;
    private static final Comparator<Entry> FOLDERS_FIRST = Comparator.comparing(Entry::isFolder).reversed()
            .thenComparing(Entry::getName);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String STYLE = "body{font-family:sans-serif;margin:2em}td{padding:.2em 2em .2em 0}"
            + "td+td{text-align:right}a{text-decoration:none}";

    /// Shows what is in the folder, in any order.
    interface Members {
        void forEach(ShareTree.EntryVisitor visitor) throws IOException;
    }

    /// Also for HEAD, whose body the server discards and whose headers are the ones of GET.
    void writeTo(DavResponse response) throws IOException {
        response.setContentTypeHeader("text/html;charset=utf-8");
        response.setNonStandardHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline';"
                + " object-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
        response.setCacheControlNoCacheHeader();
        response.setStatus(Status.SC_OK);
        writePage(new XmlOutput(response.getOutputStream()));
    }

    private void writePage(XmlOutput html) throws IOException {
        html.doctype("<!DOCTYPE html>").start("html");
        html.start("head").element("title", folder.path().toString()).element("style", STYLE).end();
        html.start("body").element("h1", folder.path().toString()).start("table");
        if (!folder.path().isRoot()) {
            row(html, prefix + "../", "../", "", "");
        }
        List<Entry> held = new ArrayList<>();
        members.forEach(entry -> {
            if (held.size() < MAX_SORTED && memory.tryTake(MEMORY_PER_ENTRY)) {
                held.add(entry);
            } else {
                row(html, entry);
            }
        });
        held.sort(FOLDERS_FIRST);
        for (Entry entry : held) {
            row(html, entry);
        }
        html.finish();
    }

    private void row(XmlOutput html, Entry entry) throws IOException {
        String slash = entry.isFolder() ? "/" : "";
        row(html, prefix + Hrefs.relative(entry.getName()) + slash, entry.getName() + slash,
                TIME.format(entry.lastModified()), entry.isFolder() ? "-" : Long.toString(entry.size()));
    }

    /// In the order of Apache's lists and with white space in between, for lftp and others that read them without tags.
    private static void row(XmlOutput html, String href, String name, String time, String size) throws IOException {
        html.start("tr");
        html.start("td").start("a").attribute("href", href).text(name).end().end().text(" ");
        html.element("td", time).text(" ").element("td", size).end().text("\n");
    }
}
