package gitdav.webdav.page;

import gitdav.contract.VolumeLayout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// The script, the style and the picture of the page, as they are among the resources. They are the same for everybody and
/// lie below the one name in the share that no user's file can have.
public final class PageFiles {

    /// Where they are, seen from the share's root.
    public static final String FOLDER = VolumeLayout.RESERVED + "/page/";

    private static final List<String> NAMES = List.of("backup.js", "dav.js", "dom.js", "file.js", "icon.svg",
            "list.js",
            "main.js", "page.css", "upload.js", "versions.js");
    private static final Map<String, PageFile> FILES = NAMES.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), PageFiles::read));

    private PageFiles() {}

    /// One of them.
    ///
    /// @param etag another one for every content
    public record PageFile(String contentType, String etag, String content) {}

    /// The file of this name.
    public static Optional<PageFile> named(String name) {
        return Optional.ofNullable(FILES.get(name));
    }

    private static PageFile read(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream(name)) {
            byte[] content = file.readAllBytes();
            var checksum = new CRC32();
            checksum.update(content);
            return new PageFile(contentType(name), "\"" + Long.toHexString(checksum.getValue()) + "\"",
                    new String(content, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String contentType(String name) {
        return switch (name.substring(name.indexOf('.'))) {
            case ".js" -> "text/javascript;charset=utf-8";
            case ".css" -> "text/css;charset=utf-8";
            default -> "image/svg+xml";
        };
    }
}
