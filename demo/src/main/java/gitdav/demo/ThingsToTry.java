package gitdav.demo;

import java.nio.file.Path;

/// What the demo prints once the share is up: its URL, and six things to try.
final class ThingsToTry {

    private ThingsToTry() {}

    static void print(LocalPort web, Path state) {
        System.out.print("""

                The share is at %1$s for everybody on this machine (Ctrl-C stops the pod)

                  open it          in a browser: upload, preview, undo, old versions (docs/browser.md)
                  mount it         Finder: Go > Connect to Server; Windows: net use Z: %1$s
                                   Linux: sudo mount -t davfs %1$s /mnt
                  upload           curl -T README.md %1$s
                  see the commit   after the next backup: git --git-dir %2$s log --stat -1
                  look back        %1$s.history/ has every version; curl -X COPY restores one (docs/history.md)
                  lose the volume  stop the pod, rm -r %3$s, start it again: every file is back

                """.formatted(web.url("/"), state.resolve("remote/content.git"), state.resolve("data")));
    }
}
