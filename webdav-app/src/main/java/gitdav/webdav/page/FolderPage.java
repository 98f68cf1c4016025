package gitdav.webdav.page;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.protocol.Hrefs;
import gitdav.webdav.protocol.XmlOutput;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// A folder as a page for people with a browser. It can be read, and everything downloaded, without a script; the script
/// adds the rest.
///
/// A file's name is what a client chose, `<script>` included: an XML writer does all the escaping, and the content security
/// policy has the browser run what bears the nonce of this answer and nothing else: the users' files are of the same
/// origin. Links are relative: they hold also behind a proxy that shows the share somewhere else, and for programs that know
/// no other.
///
/// @param prefix what a link begins with, percent-encoded
/// @param isWritable whether the user may change anything
/// @param hasHistory whether old versions and the state of the backup can be asked for
/// @param memory for the entries, which are sorted if they are not too many. The page of a folder of any size is sent as
///        the folder is read
public record FolderPage(Entry folder, Members members, String prefix, boolean isWritable, boolean hasHistory,
        MemoryAccount memory) {

    private static final int MAX_SORTED = 2000;
    private static final long MEMORY_PER_ENTRY = 1024;
    private static final Comparator<Entry> FOLDERS_FIRST = Comparator.comparing(Entry::isFolder).reversed()
            .thenComparing(Entry::getName);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    // Neither is a link: programs that read the page as a list would take what it leads to for a file of the folder.
    private static final String SCRIPT = "import(new URL(document.documentElement.dataset.root + '" + PageFiles.FOLDER
            + "main.js', document.baseURI))";
    private static final String STYLE = PageFiles.named("page.css").orElseThrow().content();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;

    /// Shows what is in a folder, in any order.
    public interface Members {
        void forEach(Visitor visitor) throws IOException;
    }

    /// What takes the members of a folder.
    public interface Visitor {
        void visit(Entry entry) throws IOException;
    }

    /// What no one can guess, and only what is ours on the page bears.
    public static String newNonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return HexFormat.of().formatHex(nonce);
    }

    /// The content security policy of the page ([CSP](https://www.w3.org/TR/CSP3/)). Previews are files of the users': they
    /// are shown and played, never run; and no text becomes markup, not even by our own script's mistake.
    public static String policy(String nonce) {
        return "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'nonce-" + nonce
                + "'; img-src 'self'; media-src 'self'; frame-src 'self'; connect-src 'self'; form-action 'self'; object-src 'none';"
                + " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
    }

    /// Writes the page.
    ///
    /// @param nonce the one in the policy
    public void writeTo(OutputStream out, String nonce) throws IOException {
        var html = new XmlOutput(out);
        html.doctype("<!DOCTYPE html>");
        head(html, nonce);
        html.start("body").start("header");
        breadcrumbs(html);
        html.end().start("main").start("div").attribute("id", "tools");
        // A form, and no link: programs that follow all links do not fetch everything twice.
        html.start("form").attribute("class", "zip").start("button").attribute("name", "zip").text("Download as zip")
                .end()
                .end().end();
        table(html);
        html.finish();
    }

    private void head(XmlOutput html, String nonce) throws IOException {
        String root = prefix + "../".repeat(folder.path().names().size());
        html.start("html").attribute("lang", "en").attribute("data-here", prefix).attribute("data-root", root);
        if (isWritable) {
            html.attribute("data-writable", "");
        }
        if (hasHistory) {
            html.attribute("data-history", "");
        }
        html.start("head").raw("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + "<meta name=\"color-scheme\" content=\"light dark\">");
        html.element("title", folder.path().toString());
        html.start("style").attribute("nonce", nonce).raw(STYLE).end();
        html.start("script").attribute("type", "module").attribute("nonce", nonce).raw(SCRIPT).end().end();
    }

    private void breadcrumbs(XmlOutput html) throws IOException {
        List<String> names = folder.path().names();
        html.start("nav").attribute("aria-label", "Where you are").start("h1");
        for (int i = 0; i <= names.size(); i++) {
            String name = i == 0 ? "Share" : names.get(i - 1);
            if (i == names.size()) {
                html.start("span").attribute("aria-current", "page").text(name).end();
            } else {
                html.start("a").attribute("href", prefix + "../".repeat(names.size() - i)).text(name).end().text(" / ");
            }
        }
        html.end().end();
    }

    private void table(XmlOutput html) throws IOException {
        html.start("table").attribute("id", "files").start("thead").start("tr");
        for (String column : List.of("Name", "Changed (UTC)", "Size (bytes)")) {
            html.start("th").attribute("scope", "col").text(column).end().text(" ");
        }
        html.end().end().text("\n").start("tbody");
        if (!folder.path().isRoot()) {
            html.start("tr").attribute("class", "up").start("td");
            html.start("a").attribute("href", prefix + "../").text("../").end().end().end().text("\n");
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
    }

    /// In the order of Apache's lists and with white space in between, for lftp and others that read them without tags.
    private void row(XmlOutput html, Entry entry) throws IOException {
        String slash = entry.isFolder() ? "/" : "";
        html.start("tr");
        if (!entry.isFolder()) {
            // What the script sends in If-Match: it changes no file that is another than the one that was listed.
            html.attribute("data-etag", entry.etag().replace("\"", ""));
        }
        html.start("td").start("a").attribute("href", prefix + Hrefs.relative(entry.getName()) + slash)
                .text(entry.getName() + slash).end().end().text(" ");
        html.element("td", TIME.format(entry.lastModified())).text(" ");
        html.element("td", entry.isFolder() ? "-" : Long.toString(entry.size())).end().text("\n");
    }
}
