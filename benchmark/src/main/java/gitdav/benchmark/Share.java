package gitdav.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// What a server serves, as a client sees it. Everything is made over WebDAV, so that no server gets it in a way that
/// suits it.
///
/// @param uri the root, with a slash at its end
record Share(URI uri) {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final int SMALL = 4096;
    private static final int LARGE = 1 << 20;

    /// Whether anything at all answers.
    boolean answers() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5))
                    .method("OPTIONS", BodyPublishers.noBody()).build();
            CLIENT.send(request, BodyHandlers.discarding());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Makes the files and folders that the rows ask for.
    ///
    /// @param bigFile what is to be there for [Row#GETBIG]
    void fill(List<Row> rows, Path bigFile) throws IOException, InterruptedException {
        byte[] noise = new byte[LARGE];
        new Random(0).nextBytes(noise);
        for (String folder : List.of("small/", "replaced/", "many/", "copies/", "new/")) {
            mkcol(folder);
        }
        for (int i = 0; i < 100; i++) {
            put("small/" + i, noise, SMALL);
            put("replaced/" + i, noise, SMALL);
        }
        put("1m", noise, LARGE);
        if (rows.contains(Row.PROPFIND10K)) {
            for (int i = 0; i < 10_000; i++) {
                put("many/" + i, noise, 1);
            }
        }
        if (rows.contains(Row.GETBIG)) {
            send("PUT", "big", BodyPublishers.ofFile(bigFile));
        }
    }

    /// Makes a folder.
    ///
    /// @param path relative, with a slash at its end
    void mkcol(String path) throws IOException, InterruptedException {
        send("MKCOL", path, BodyPublishers.noBody());
    }

    private void put(String path, byte[] content, int length) throws IOException, InterruptedException {
        send("PUT", path, BodyPublishers.ofByteArray(content, 0, length));
    }

    private void send(String method, String path, BodyPublisher body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofMinutes(5)).method(method, body)
                .build();
        int status = CLIENT.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 201 && status != 204) {
            throw new IOException(method + " " + request.uri() + " was answered with " + status);
        }
    }
}
