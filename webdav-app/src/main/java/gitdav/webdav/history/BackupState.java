package gitdav.webdav.history;

import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How the backup does, asked of git-backup, and the one thing that can be asked for: a backup now. Nothing is kept.
///
/// @param history where git-backup is asked
public record BackupState(History history) {

    /// More than git-backup says of itself, in bytes.
    private static final int LONGEST = 1 << 20;
    private static final int PAGE = 100;

    /// What git-backup says to being asked for a backup.
    ///
    /// @param status as in HTTP: 202 if it makes one, 503 if it is about to end
    /// @param line a sentence about it
    public record Answered(int status, String line) {}

    /// A JSON object, as `docs/history.md` describes it.
    ///
    /// @throws DavException with 503 if git-backup does not say
    public String status() {
        try (Answer answer = history.get("/status")) {
            return text(answer);
        } catch (IOException failure) {
            throw history.unavailable(failure);
        }
    }

    /// Asks for a backup. How it ends, [#status] says later: it may take hours.
    ///
    /// @throws DavException with 503 if git-backup cannot be asked
    public Answered ask() {
        try (Answer answer = history.ask("POST", "/backup", "")) {
            return new Answered(answer.status(), text(answer));
        } catch (IOException failure) {
            throw history.unavailable(failure);
        }
    }

    /// Writes the versions of a file, as `docs/history.md` describes them.
    ///
    /// @param before a version; the list begins behind it
    /// @throws DavException with 404 if there never was such a file, with 503 if git-backup does not say
    public void copyVersions(SharePath path, Optional<String> before, OutputStream out) throws IOException {
        String address = "/file-versions?limit=" + PAGE + "&path="
                + path.encoded().replace("+", "%2B").replace("&", "%26")
                + before.map(version -> "&before=" + version).orElse("");
        try (Answer answer = history.get(address)) {
            answer.body().transferTo(out);
        }
    }

    private static String text(Answer answer) throws IOException {
        return new String(answer.body().readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
}
