package gitdav.e2e.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A client with a folder of its own in the share, which changes one thing after the other there, and knows what must be
/// in it: what the server has acknowledged, and perhaps the one change that it was still working on.
final class ShareWriter {

    private static final String FOLDER = "a folder";
    /// In bytes: quickly written, and long enough to be caught half written.
    private static final int[] SIZES = {10_000, 10_000, 10_000, 500_000};

    private final String name;
    private final Random random;
    /// From paths relative to the folder, those of folders with a slash at the end, to what is there.
    private Map<String, String> before = new TreeMap<>();
    private Map<String, String> after = before;
    private final Set<String> everSent = new HashSet<>(Set.of(FOLDER));
    private int acknowledged;
    /// So many things have been given a name of their own.
    private int names;
    private volatile boolean mayEnd;

    ShareWriter(String name, long seed) {
        this.name = name;
        random = new Random(seed);
    }

    /// Makes the folder. Call it before anything else.
    void makeFolder(URI share, HttpClient client) throws IOException, InterruptedException {
        request("MKCOL", share.resolve(name + "/"), new byte[0], client);
    }

    /// From now on, the server may say that it is about to end (503). Before that, it would refuse a change.
    void expectTheEnd() {
        mayEnd = true;
    }

    /// Changes things until the server dies, or says that it is about to end and is expected to.
    ///
    /// @throws AssertionError if the server refuses a change
    void writeUntilTheServerIsGone(URI share, HttpClient client) throws InterruptedException {
        try {
            while (true) {
                changeSomething(share.resolve(name + "/"), client);
                before = after;
                acknowledged++;
            }
        } catch (IOException gone) {
            // What was under way has happened or not.
        }
    }

    /// Changes that the server has confirmed.
    int acknowledged() {
        return acknowledged;
    }

    /// What is in the folder, as this class describes it.
    Map<String, String> found(Path data) throws IOException {
        var found = new TreeMap<String, String>();
        Path folder = data.resolve(name);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(path -> !path.equals(folder)).toList()) {
                boolean isFolder = Files.isDirectory(file);
                found.put(folder.relativize(file) + (isFolder ? "/" : ""),
                        isFolder ? FOLDER : digest(Files.readAllBytes(file)));
            }
        }
        return found;
    }

    /// What may be found: everything acknowledged, without and with what was not.
    List<Map<String, String>> expected() {
        return List.of(before, after);
    }

    /// Every content that was ever sent.
    Set<String> everSent() {
        return everSent;
    }

    /// From now on, this is what is there.
    void goOnWith(Map<String, String> found) {
        before = found;
        after = found;
    }

    private void changeSomething(URI folder, HttpClient client) throws IOException, InterruptedException {
        List<String> existing = List.copyOf(before.keySet());
        String old = existing.isEmpty() ? "" : existing.get(random.nextInt(existing.size()));
        boolean onAFolder = old.endsWith("/");
        String fresh = inSomeFolder() + "n" + ++names + (onAFolder ? "/" : "");
        after = new TreeMap<>(before);
        switch (random.nextInt(old.isEmpty() ? 3 : 10)) {
            case 0, 1 -> put(folder, inSomeFolder() + "n" + ++names, client);
            case 2 -> {
                String made = inSomeFolder() + "d" + ++names + "/";
                after.put(made, FOLDER);
                request("MKCOL", folder.resolve(made), new byte[0], client);
            }
            case 3, 4, 5 -> put(folder, onAFolder ? old + "f" : old, client);
            case 6 -> {
                remove(old);
                request("DELETE", folder.resolve(old), new byte[0], client);
            }
            case 7, 8 -> {
                String target = fresh.startsWith(old) ? "m" + fresh.replaceFirst(".*n", "") : fresh;
                copy(old, target);
                remove(old);
                request("MOVE", folder.resolve(old), new byte[0], client, "Destination",
                        folder.resolve(target).toString());
            }
            default -> {
                String target = existing.get(random.nextInt(existing.size()));
                if (target.startsWith(old) || old.startsWith(target) || target.endsWith("/") != onAFolder) {
                    target = "c" + ++names + (onAFolder ? "/" : "");
                }
                remove(target);
                copy(old, target);
                request("COPY", folder.resolve(old), new byte[0], client, "Destination",
                        folder.resolve(target).toString());
            }
        }
    }

    private void put(URI folder, String file, HttpClient client) throws IOException, InterruptedException {
        byte[] content = new byte[random.nextInt(SIZES[random.nextInt(SIZES.length)])];
        random.nextBytes(content);
        everSent.add(digest(content));
        after.put(file, digest(content));
        request("PUT", folder.resolve(file), content, client);
    }

    private String inSomeFolder() {
        List<String> folders = before.keySet().stream().filter(path -> path.endsWith("/")).toList();
        return folders.isEmpty() || random.nextBoolean() ? "" : folders.get(random.nextInt(folders.size()));
    }

    private void remove(String path) {
        after.keySet().removeIf(each -> isOrIsIn(each, path));
    }

    private void copy(String path, String target) {
        before.forEach((each, content) -> {
            if (isOrIsIn(each, path)) {
                after.put(target + each.substring(path.length()), content);
            }
        });
    }

    private static boolean isOrIsIn(String each, String path) {
        return path.endsWith("/") ? each.startsWith(path) : each.equals(path);
    }

    private void request(String method, URI uri, byte[] content, HttpClient client, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofByteArray(content));
        if (headers.length > 0) {
            request.headers(headers);
        }
        int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
        if (status == 503 && mayEnd) {
            throw new IOException(uri + " is about to end");
        }
        if (status != 201 && status != 204) {
            throw new AssertionError(method + " " + uri + " " + List.of(headers) + " was answered with " + status);
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
