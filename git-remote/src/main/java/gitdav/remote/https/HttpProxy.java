package gitdav.remote.https;

import gitdav.program.PortConverter;
import gitdav.program.Secrets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// An HTTP proxy that tunnels to https servers.
///
/// @param port its TCP port
record HttpProxy(String host, int port) {

    private static final Pattern FORM = Pattern.compile("http://(?<host>[\\w.-]+|\\[[\\w:.%]+]):(?<port>\\d{1,5})/?");

    /// Which way to take to a host.
    ///
    /// @param direct the hosts and domains that are reached without it; `*` is all
    Proxy to(String destination, List<String> direct) {
        String wanted = "." + destination.toLowerCase(Locale.ROOT);
        boolean isDirect = direct.stream().map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty()).anyMatch(entry -> entry.equals("*")
                        || wanted.endsWith(entry.startsWith(".") ? entry : "." + entry));
        return isDirect ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
    }

    /// Its URL.
    URI address() {
        return URI.create("http://" + host + ":" + port);
    }

    /// Reads it from a setting.
    static final class Converter implements ITypeConverter<HttpProxy> {
        @Override
        public HttpProxy convert(String text) {
            var parts = FORM.matcher(text);
            if (!parts.matches() || Integer.parseInt(parts.group("port")) > PortConverter.HIGHEST) {
                throw new TypeConversionException("'" + Secrets.shape(text)
                        + "' is not a proxy such as http://HOST:PORT; one that asks for a password is not supported");
            }
            return new HttpProxy(parts.group("host"), Integer.parseInt(parts.group("port")));
        }
    }
}
