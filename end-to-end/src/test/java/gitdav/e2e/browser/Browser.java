package gitdav.e2e.browser;

import gitdav.e2e.pod.Requirement;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

import static java.util.Objects.requireNonNull;

/// A real browser without a window, Chromium, and how a person uses the page in it.
final class Browser implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MANY_PIXELS = 1000;
    private static final int MOST_TABS = 100;
    /// How far a colour may be off after a film's compression, of 255.
    private static final int COLOUR_TOLERANCE = 24;
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /// Skips the tests where no browser is installed, unless the build requires one.
    ///
    /// @param profile an empty folder
    static Browser start(Path profile) {
        Optional<Path> chromium = program("chromium", "google-chrome");
        Optional<Path> driver = program("chromedriver");
        Requirement.present(chromium.isPresent() && driver.isPresent(),
                "chromium and chromedriver are not installed");
        var options = new ChromeOptions().setBinary(chromium.orElseThrow().toFile());
        // The tests' certificates vouch for themselves.
        options.setAcceptInsecureCerts(true);
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US",
                "--user-data-dir=" + profile);
        var browser = new Browser(new ChromeDriver(new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.orElseThrow().toFile()).usingAnyFreePort().build(), options));
        browser.asUsual();
        return browser;
    }

    /// A program by the property of its name, or in the usual folders.
    private static Optional<Path> program(String... names) {
        String path = System.getProperty(names[0]);
        return path != null
                ? Optional.of(Path.of(path)).filter(Files::isExecutable)
                : Stream.of(names).flatMap(name -> Stream.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
                        .map(folder -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
    }

    /// A window of a notebook's size, light, with scripts, in the machine's time zone.
    void asUsual() {
        size(1000, 760);
        colours("light");
        cdp("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        cdp("Emulation.setTimezoneOverride", Map.of("timezoneId", ""));
    }

    void size(int width, int height) {
        cdp("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void colours(String scheme) {
        cdp("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void cdp(String command, Map<String, Object> parameters) {
        driver.executeCdpCommand(command, parameters);
    }

    /// What the elements of the page are to a screen reader, in order.
    @SuppressWarnings("unchecked") // As the protocol has it
    List<String> roles() {
        var nodes = (List<Map<String, Object>>) driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of())
                .get("nodes");
        return nodes.stream().filter(node -> node.get("ignored").equals(false))
                .map(node -> ((Map<String, String>) node.get("role")).get("value")).toList();
    }

    void open(URI page) {
        driver.get(page.toString());
    }

    /// Opens the page of a folder, and waits until the script has taken it over.
    void openFolder(URI folder) {
        open(folder);
        await("return document.querySelector('#count')?.textContent");
    }

    /// Runs a script as the page's own.
    Object js(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /// Waits until a script returns something.
    String await(String script, Object... arguments) {
        return Awaitility.await(script).atMost(TIMEOUT).ignoreExceptionsMatching(Browser::isMeanwhile).until(
                () -> js(script, arguments), found -> found != null && !found.equals("") && !found.equals(false))
                .toString();
    }

    /// Waits until what is found in the page has a text in it.
    String awaitText(String css, String text) {
        return await("const text = document.querySelector(arguments[0])?.innerText;"
                + " return text?.includes(arguments[1]) ? text : ''", css, text);
    }

    private static boolean isMeanwhile(Throwable failure) {
        return failure instanceof JavascriptException || failure instanceof NoSuchElementException
                || failure instanceof StaleElementReferenceException;
    }

    String text(String css) {
        return requireNonNull(driver.findElement(By.cssSelector(css)).getText());
    }

    /// The names in the list that can be seen, in order.
    @SuppressWarnings("unchecked") // As WebDriver has it
    List<String> names() {
        return (List<String>) js("return [...document.querySelectorAll('#files tbody tr:not(.up):not([hidden]) a')]"
                + ".map(link => link.textContent)");
    }

    /// Presses the button with this text or label, wherever it is in front.
    void press(String name) {
        Awaitility.await(name).atMost(TIMEOUT).ignoreExceptions().until(() -> {
            button(name).click();
            return true;
        });
    }

    private WebElement button(String name) {
        return driver
                .findElements(By.xpath("//button[normalize-space()='%1$s' or @aria-label='%1$s'] | //summary[.='%1$s']"
                        .formatted(name)))
                .stream().filter(WebElement::isDisplayed).findFirst().orElseThrow();
    }

    boolean hasButton(String name) {
        return !driver.findElements(By.xpath("//button[normalize-space()='" + name + "']")).isEmpty();
    }

    /// Opens the panel of a file by a click at its name.
    void clickName(String name) {
        driver.findElement(By.linkText(name)).click();
        await("return document.querySelector('dialog.panel[open]')?.ariaLabel");
    }

    /// Types where the focus is.
    void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /// Presses Tab until the focus is on what has this text or label, as a whole or in part.
    void tabTo(String name) {
        for (int i = 0; i < MOST_TABS; i++) {
            type(Keys.TAB);
            Object focused = js("const { activeElement } = document; return activeElement === document.body ? ''"
                    + " : activeElement.ariaLabel ?? activeElement.textContent");
            if (requireNonNull(focused).toString().contains(name)) {
                return;
            }
        }
        throw new AssertionError("no Tab leads to " + name);
    }

    /// Presses a key together with another.
    void typeWith(Keys held, CharSequence key) {
        new Actions(driver).keyDown(held).sendKeys(key).keyUp(held).perform();
    }

    void typeInto(String css, CharSequence... keys) {
        driver.findElement(By.cssSelector(css)).sendKeys(keys);
    }

    /// Waits until part of the window has a colour, so that what is to be seen is seen, whatever shows it.
    void awaitColour(Color colour) {
        Awaitility.await(colour.toString()).atMost(TIMEOUT).until(() -> {
            BufferedImage window = ImageIO.read(new ByteArrayInputStream(driver.getScreenshotAs(OutputType.BYTES)));
            int[] pixels = window.getRGB(0, 0, window.getWidth(), window.getHeight(), null, 0, window.getWidth());
            return Arrays.stream(pixels).mapToObj(Color::new).filter(pixel -> isLike(colour, pixel))
                    .count() > MANY_PIXELS;
        });
    }

    private static boolean isLike(Color a, Color b) {
        return Math.abs(a.getRed() - b.getRed()) < COLOUR_TOLERANCE
                && Math.abs(a.getGreen() - b.getGreen()) < COLOUR_TOLERANCE
                && Math.abs(a.getBlue() - b.getBlue()) < COLOUR_TOLERANCE;
    }

    /// A picture of the window.
    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
