package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/// What the panel of a file shows of its content.
@ExtendWith(BrowserPod.class)
@Tag("long")
class PreviewsInBrowserTest {

    /// On no page otherwise.
    private static final Color COLOUR = new Color(200, 40, 120);
    private static final int SIZE = 200;

    private final Running pod;
    private final Browser browser;

    PreviewsInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    private void open(Path file) throws IOException {
        URI folder = pod.folder();
        Files.move(file, pod.on(folder).resolve(file.getFileName()));
        browser.openFolder(folder);
        browser.clickName(file.getFileName().toString());
    }

    private Path file(String name) throws IOException {
        return Files.createTempDirectory(pod.dir(), "local").resolve(name);
    }

    @Test
    void pictureIsShown() throws Exception {
        Path picture = file("picture.png");
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(COLOUR);
        graphics.fillRect(0, 0, SIZE, SIZE);
        ImageIO.write(image, "png", picture.toFile());

        open(picture);

        browser.awaitColour(COLOUR);
    }

    @Test
    void pdfIsShown() throws Exception {
        open(Files.writeString(file("page.pdf"), """
                %%PDF-1.4
                1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
                2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
                3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R>> endobj
                4 0 obj <</Length 44>> stream
                %.3f %.3f %.3f rg 0 0 300 300 re f
                endstream endobj
                trailer <</Root 1 0 R>>
                %%%%EOF
                """.formatted(COLOUR.getRed() / 255.0, COLOUR.getGreen() / 255.0, COLOUR.getBlue() / 255.0)));

        browser.awaitColour(COLOUR);
        browser.screenshot("pdf");
    }

    /// The browser has recorded the film itself.
    @Test
    void filmIsShownAndPlayed() throws Exception {
        browser.open(URI.create("about:blank"));
        Object film = browser.js("""
                return (async () => {
                    const canvas = Object.assign(document.createElement('canvas'), { width: 200, height: 200 });
                    document.body.append(canvas);
                    const context = canvas.getContext('2d');
                    const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: 'video/webm' });
                    const parts = [];
                    const ended = new Promise(resolve => recorder.onstop = resolve);
                    recorder.ondataavailable = event => {
                        parts.push(event.data);
                        if (parts.length === 5) {
                            recorder.stop();
                        }
                    };
                    recorder.start(100);
                    const painting = setInterval(() => {
                        context.fillStyle = arguments[0];
                        context.fillRect(0, 0, 200, 200);
                    }, 20);
                    await ended;
                    clearInterval(painting);
                    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
                    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
                })()""", "rgb(%d %d %d)".formatted(COLOUR.getRed(), COLOUR.getGreen(), COLOUR.getBlue()));

        open(Files.write(file("film.webm"), Base64.getDecoder().decode(film.toString())));

        browser.awaitColour(COLOUR);
        browser.js("return document.querySelector('.preview video').play()");
        browser.await("return document.querySelector('.preview video').ended");
    }

    @Test
    void soundIsPlayed() throws Exception {
        Path sound = file("sound.wav");
        int oneSecond = 8000;
        AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(new byte[oneSecond]),
                new AudioFormat(oneSecond, 8, 1, false, false), oneSecond), AudioFileFormat.Type.WAVE, sound.toFile());

        open(sound);

        browser.await("return document.querySelector('.preview audio')?.duration === 1");
        browser.js("const sound = document.querySelector('.preview audio'); sound.muted = true; return sound.play()");
        browser.await("return document.querySelector('.preview audio').ended");
    }

    @Test
    void whatABrowserCannotShowIsShownAsTextIfItIsOne() throws Exception {
        open(Files.writeString(file("drawing.xpm"), "/* XPM */ static char *drawing[] = {};"));
        browser.awaitText(".preview pre", "static char");

        open(Files.writeString(file("broken.webm"), "\0\0neither film nor text"));
        browser.awaitText(".preview p", "There is no preview of this kind of file.");
    }
}
