package gitdav.volume;

import java.io.IOException;

/// The remote could not be reached, did not let us in, or refused. The message says so for a person, without secrets.
public final class RemoteException extends IOException {

    private static final long serialVersionUID = 1L;

    RemoteException(String message, Throwable cause) {
        super(message, cause);
    }
}
