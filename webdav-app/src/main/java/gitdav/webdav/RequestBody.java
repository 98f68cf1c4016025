package gitdav.webdav;

import io.milton.http.Response.Status;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A request's body, which tells the client's failures from the disk's: a body shorter than announced, a broken chunk
/// or a lost connection is a bad request.
final class RequestBody extends FilterInputStream {

    RequestBody(InputStream in) {
        super(in);
    }

    @Override
    public int read() {
        try {
            return super.read();
        } catch (IOException | RuntimeException failure) {
            throw broken(failure);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException | RuntimeException failure) {
            throw broken(failure);
        }
    }

    private static DavException broken(Exception failure) {
        return new DavException(Status.SC_BAD_REQUEST, "The request's body broke off: " + failure.getMessage());
    }
}
