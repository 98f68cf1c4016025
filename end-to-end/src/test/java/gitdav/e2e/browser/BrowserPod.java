package gitdav.e2e.browser;

import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A pod of processes and a browser, which all tests of this package share: each test has a folder of its own in the share.
final class BrowserPod implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final AtomicInteger FOLDERS = new AtomicInteger();

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
        running(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        running(context).browser().asUsual();
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(BrowserPod.class)).getOrComputeIfAbsent(Running.class,
                _ -> start(), Running.class);
    }

    private static Running start() {
        try {
            Path dir = Files.createTempDirectory(Files.createDirectories(Path.of("target")).toAbsolutePath(),
                    "browser");
            Browser browser = Browser.start(Files.createDirectory(dir.resolve("profile")));
            Path data = Files.createDirectory(dir.resolve("data"));
            Map<String, String> settings = Map.of("DATA_DIR", data.toString(), "GIT_STORE",
                    dir.resolve("git").toString(), "GIT_URL", dir.resolve("content.git").toUri().toString());
            try (var gitInit = ProgramProcess.start("git-init", settings, "--git-create-remote", "true")) {
                assertThat(gitInit.exitCode()).as(gitInit.output()).isZero();
            }
            Files.writeString(data.resolve("Welcome.md"), "# Welcome\n");
            ProgramProcess gitBackup = ProgramProcess.start("git-backup", settings, "--runat", "1d",
                    "--management-port", "0", "--history-port", "0", "--history-depth", "0");
            await().atMost(TIMEOUT).until(() -> gitBackup.output().contains("management on port "));
            ProgramProcess webdavApp = webdavApp(data, Map.of("HISTORY_URL",
                    found(gitBackup, "(http://127.0.0.1:\\d+)/versions")));
            return new Running(dir, data, uriOf(webdavApp), browser, gitBackup, webdavApp);
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    /// Starts another server, and waits until it serves.
    ///
    /// @param settings besides the ports
    static ProgramProcess webdavApp(Path data, Map<String, String> settings) throws IOException {
        var all = new HashMap<>(Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT", "0"));
        all.putAll(settings);
        ProgramProcess webdavApp = ProgramProcess.start("webdav-app", all);
        await().atMost(TIMEOUT).until(() -> webdavApp.output().contains("on http://localhost:"));
        return webdavApp;
    }

    /// Where it serves.
    static URI uriOf(ProgramProcess webdavApp) {
        return URI.create(found(webdavApp, "(http://localhost:\\d+/)"));
    }

    private static String found(ProgramProcess process, String pattern) {
        return process.output().replaceFirst("(?s).*" + pattern + ".*", "$1");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }
}
