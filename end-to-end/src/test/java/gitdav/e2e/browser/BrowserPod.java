package gitdav.e2e.browser;

import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A pod of processes and a browser, which all tests of this package share: each test has a folder of its own in the share. They
/// end with the virtual machine, since Maven gives it one class after the other, each as if it were all.
final class BrowserPod implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

    private static final AtomicInteger FOLDERS = new AtomicInteger();
    private static Running running;

    /// What runs.
    ///
    /// @param share the root of the share
    /// @param data the data volume
    record Running(Path dir, Path data, URI share, Browser browser, ProgramProcess gitBackup,
            ProgramProcess webdavApp) implements AutoCloseable {

        /// A new folder of the share, with its URI.
        URI folder() throws IOException {
            String name = "folder-" + FOLDERS.incrementAndGet();
            Files.createDirectory(data.resolve(name));
            return share.resolve(name + "/");
        }

        /// A folder of the share on the disk.
        Path on(URI folder) {
            return data.resolve(folder.getPath().substring(1));
        }

        /// A file of the person at the browser, outside the share.
        Path local(String name, byte[] content) throws IOException {
            return Files.write(Files.createTempDirectory(dir, "local").resolve(name), content);
        }

        /// Presses the button on the page that is open, and waits until the page says that it is done.
        void backUp() {
            browser.js("document.querySelector('#backup').open = true");
            browser.press("Back up now");
            browser.awaitText("#backup summary", "nothing has changed since");
        }

        /// What another server takes as `HISTORY_URL`.
        String historyUrl() {
            return gitBackup.history().toString();
        }

        /// The page about the backups for who runs it.
        URI statusPage() {
            return gitBackup.management().resolve("status");
        }

        @Override
        public void close() throws IOException {
            browser.close();
            webdavApp.close();
            gitBackup.close();
            try (var all = Files.walk(dir)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException | UncheckedIOException stillInUse) {
                // A browser may take a moment to end. What is left is in the target folder.
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        running().browser().asUsual();
    }

    private static synchronized Running running() {
        if (running == null) {
            Running started = start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                try {
                    started.close();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }));
            running = started;
        }
        return running;
    }

    private static Running start() {
        try {
            Path dir = Files.createTempDirectory(Files.createDirectories(Path.of("target")).toAbsolutePath(),
                    "browser");
            Browser browser = Browser.start(Files.createDirectory(dir.resolve("profile")));
            Path data = Files.createDirectory(dir.resolve("data"));
            Map<String, String> settings = Map.of("DATA_DIR", data.toString(), "GIT_STORE",
                    dir.resolve("git").toString(), "GIT_URL", dir.resolve("content.git").toUri().toString());
            ProgramLoop.shared().succeed("git-init", settings, "--git-create-remote", "true");
            Files.writeString(data.resolve("Welcome.md"), "# Welcome\n");
            ProgramProcess gitBackup = ProgramProcess.start("git-backup", settings, "--runat", "1d",
                    "--management-port", "0", "--history-port", "0", "--history-depth", "0");
            ProgramProcess webdavApp = webdavApp(data, Map.of("HISTORY_URL", gitBackup.history().toString()));
            return new Running(dir, data, webdavApp.uri(), browser, gitBackup, webdavApp);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /// Starts another server.
    ///
    /// @param settings besides the ports
    static ProgramProcess webdavApp(Path data, Map<String, String> settings) throws IOException {
        var all = new HashMap<>(Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT", "0"));
        all.putAll(settings);
        return ProgramProcess.start("webdav-app", all).atWork();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running();
    }
}
