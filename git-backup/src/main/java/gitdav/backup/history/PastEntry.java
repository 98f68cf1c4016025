package gitdav.backup.history;

import gitdav.files.FileStat;
import gitdav.volume.VolumePath;
import gitdav.volume.history.PastFiles;
import gitdav.volume.history.Version;
import gitdav.volume.tree.Node;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A file, link or folder of a version, as an answer describes it.
///
/// @param modified when its content was changed last; of what has no time, when the version was committed
record PastEntry(Node node, Instant modified, PastFiles files) {

    static PastEntry of(Node node, Version version, PastFiles files) throws IOException {
        FileStat stat = files.stat(node);
        Instant modified = stat.hasTime()
                ? FileTime.from(stat.modified(), TimeUnit.NANOSECONDS).toInstant()
                : version.time();
        return new PastEntry(node, modified, files);
    }

    /// In JSON.
    Map<String, Object> facts() throws IOException {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("name", VolumePath.encode(node.name().toFileName()));
        switch (node) {
            case Node.File link when link.isLink() -> facts.put("type", "link");
            case Node.File file -> {
                facts.put("type", "file");
                facts.put("size", files.size(file));
                facts.put("executable", file.isExecutable());
                facts.put("id", file.id().name());
            }
            default -> facts.put("type", "folder");
        }
        facts.put("modified", modified.toString());
        return facts;
    }

    /// The same in the headers of an answer.
    void tellIn(HistoryRequest request) {
        request.answerHeaders().set("Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atOffset(ZoneOffset.UTC)));
        request.answerHeaders().set("History-Modified", modified.toString());
        if (node instanceof Node.File file) {
            request.answerHeaders().set("ETag", "\"" + file.id().name() + "\"");
            request.answerHeaders().set("History-Executable", Boolean.toString(file.isExecutable()));
        }
    }
}
