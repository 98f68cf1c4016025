package gitdav.remote.format;

import java.io.IOException;

/// The repository is of a format that is not ours to write. Nothing has been written.
public final class UnknownFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    UnknownFormatException(String found) {
        super("the repository has " + found + ", which gitdav does not know; make one with 'git init --bare"
                + " --object-format=sha1 --ref-format=files'");
    }
}
