package gitdav.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Serves the repositories of a folder by native git's own
/// [http-backend](https://git-scm.com/docs/git-http-backend), which is a CGI program.
final class GitHttpBackend implements HttpHandler {

    private static final int OK = 200;

    private final Path root;

    GitHttpBackend(Path root) {
        this.root = root;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var builder = new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put("QUERY_STRING", Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        // All who get here are allowed to push.
        environment.put("REMOTE_USER", "somebody");
        pass(exchange, "Content-Type", environment, "CONTENT_TYPE");
        pass(exchange, "Content-Encoding", environment, "HTTP_CONTENT_ENCODING");
        pass(exchange, "Git-Protocol", environment, "GIT_PROTOCOL");
        Process backend = builder.start();
        try (OutputStream request = backend.getOutputStream()) {
            exchange.getRequestBody().transferTo(request);
        }
        try (InputStream answer = backend.getInputStream()) {
            int status = OK;
            for (String header = HttpLine.read(answer); !header.isEmpty(); header = HttpLine.read(answer)) {
                String[] nameAndValue = header.split(": ", 2);
                if (nameAndValue[0].equals("Status")) {
                    status = Integer.parseInt(nameAndValue[1].substring(0, 3));
                } else {
                    exchange.getResponseHeaders().add(nameAndValue[0], nameAndValue[1]);
                }
            }
            exchange.sendResponseHeaders(status, 0);
            answer.transferTo(exchange.getResponseBody());
        }
        exchange.close();
    }

    private static void pass(HttpExchange exchange, String header, Map<String, String> environment, String variable) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
            environment.put(variable, value);
        }
    }

}
