package gitdav.webdav.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// An answer that has been given, kept to be given again.
///
/// @param body in parts, none of which is ever changed
public record Answer(int status, HttpFields headers, List<ByteBuffer> body, Validity validity) {

    /// What Jetty puts on every answer by itself, and what it said of a connection that is another one by now.
    private static final Set<HttpHeader> NOT_KEPT = EnumSet.of(HttpHeader.DATE, HttpHeader.CONNECTION);

    /// The answer that is about to be complete.
    ///
    /// @param body in parts, none of which may be changed any more
    /// @param validity for how long it may be given again
    public static Answer of(Response response, List<ByteBuffer> body, Validity validity) {
        var headers = HttpFields.build();
        response.getHeaders().stream()
                .filter(field -> !NOT_KEPT.contains(field.getHeader()) && !SecurityHeaders.include(field))
                .forEach(field -> headers.add(new PreEncodedHttpField(field.getHeader(), field.getName(),
                        field.getValue())));
        return new Answer(response.getStatus(), headers.asImmutable(), body, validity);
    }

    /// Gives it again, without waiting for the client.
    ///
    /// @param callback told when all of it is sent
    public void send(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().add(headers);
        if (body.size() == 1) {
            response.write(true, body.getFirst().slice(), callback);
        } else {
            Content.copy(new ByteBufferContentSource(body.stream().map(ByteBuffer::slice).toList()), response,
                    callback);
        }
    }

    /// What it takes in memory, in bytes.
    int size() {
        return 500 + body.stream().mapToInt(ByteBuffer::capacity).sum();
    }
}
