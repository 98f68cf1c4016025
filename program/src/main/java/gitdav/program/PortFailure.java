package gitdav.program;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;

/// A port that a program cannot listen on, and what to change: the system's words alone do not say.
public final class PortFailure {

    private PortFailure() {}

    /// What to tell a person.
    ///
    /// @param setting the port's, such as `PORT`; that of the address is the same with `ADDRESS`
    public static IOException of(BindException failure, InetAddress address, int port, String setting) {
        String other = setting.replace("PORT", "ADDRESS");
        String words = String.valueOf(failure.getMessage());
        String advice = words.startsWith("Permission denied")
                ? "only root may listen on a port as low as that; change " + setting
                : words.startsWith("Cannot assign") || words.startsWith("Address not available")
                        ? "this machine has no such address; change " + other
                        : words + "; stop what uses it, or change " + setting + " or " + other;
        return new IOException("cannot listen on port " + port + " of " + address.getHostAddress() + ": " + advice,
                failure);
    }
}
