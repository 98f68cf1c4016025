package gitdav.backup.history;

import gitdav.volume.history.PastFiles;
import gitdav.volume.history.Version;
import gitdav.volume.tree.Node;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers for one file or folder of one version.
///
/// @param path as it was sent, in the share; a folder's ends in a slash
record PastFileAnswer(HistoryRequest request, Version version, PastFiles files, String path) {

    /// In bytes: as much as every connection may have in memory.
    private static final int SMALL = 1 << 16;

    /// One range: a client that wants several gets the whole file.
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// @param folders one turn is held as long as a folder is in memory, and none while a file is sent
    /// @param contents one turn is held while a file is sent that is in memory as a whole
    void send(Turns folders, Turns contents) throws IOException {
        Node node;
        try (var _ = folders.take()) {
            node = files.find(HistoryRequest.pathIn(path)).orElseThrow(this::nothing);
            if (node instanceof Node.Folder folder) {
                sendFolder(folder);
                return;
            }
        }
        if (path.endsWith("/") || !(node instanceof Node.File file) || file.isLink()) {
            throw nothing();
        }
        if (request.isHead() || files.size(file) <= SMALL || files.isStreamed(file)) {
            sendFile(file);
        } else {
            try (var _ = contents.take()) {
                sendFile(file);
            }
        }
    }

    private RefusedException nothing() {
        return new RefusedException(404, "version " + version.name() + " has no file or folder there");
    }

    private void sendFolder(Node.Folder folder) throws IOException {
        PastEntry entry = PastEntry.of(folder, version, files);
        entry.tellIn(request);
        if (!path.endsWith("/")) {
            request.answerHeaders().set("Location", request.path() + "/");
            request.answer(301);
            return;
        }
        request.answerJson(out -> {
            var list = new JsonList(out, Map.of("modified", entry.modified().toString()), "entries");
            for (Node child : (Iterable<Node>) folder.children()::iterator) {
                list.add(PastEntry.of(child, version, files).facts());
            }
            list.end();
        });
    }

    private void sendFile(Node.File file) throws IOException {
        PastEntry.of(file, version, files).tellIn(request);
        String etag = request.answerHeaders().getFirst("ETag");
        if (request.header("If-None-Match").filter(tags -> tags.contains(etag)).isPresent()) {
            request.answer(304);
            return;
        }
        request.answerHeaders().set("Accept-Ranges", "bytes");
        long size = files.size(file);
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        boolean isWanted = !request.isHead() && range.matches() && !range.group().equals("bytes=-")
                && request.header("If-Range").filter(tag -> !tag.equals(etag)).isEmpty();
        if (isWanted) {
            sendPart(file, size, range.group(1), range.group(2));
        } else {
            send(200, file, 0, size);
        }
    }

    /// See [RFC 9110, section 14](https://www.rfc-editor.org/rfc/rfc9110#section-14).
    private void sendPart(Node.File file, long size, String from, String to) throws IOException {
        long first = from.isEmpty() ? Math.max(0, size - Long.parseLong(to)) : Long.parseLong(from);
        long last = from.isEmpty() || to.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(to));
        if (first > last) {
            request.answerHeaders().set("Content-Range", "bytes */" + size);
            throw new RefusedException(416, "the file has " + size + " bytes");
        }
        request.answerHeaders().set("Content-Range", "bytes " + first + "-" + last + "/" + size);
        send(206, file, first, last - first + 1);
    }

    private void send(int status, Node.File file, long first, long length) throws IOException {
        request.answer(status, "application/octet-stream", length,
                out -> files.copy(file.content(), first, length, out));
    }
}
