package gitdav.volume;

import org.eclipse.jgit.errors.NoRemoteRepositoryException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.stream.Stream;

/// Says in one line why a remote could not be used, and which setting to look at. The libraries put the reason somewhere
/// into a chain of causes, and between the lines of their messages.
final class RemoteFailure {

    private RemoteFailure() {}

    static String explain(IOException failure) {
        List<Throwable> causes = Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .toList();
        return causes.stream().map(RemoteFailure::known).filter(reason -> reason != null).findFirst()
                .orElseGet(() -> oneLine(failure.getMessage()));
    }

    private static String known(Throwable cause) {
        return switch (cause) {
            case UnresolvedAddressException _ -> "there is no host of that name; check GIT_URL";
            case UnknownHostException _ -> "there is no host of that name; check GIT_URL";
            case ConnectException refused -> refused.getMessage() + "; is the server up? check GIT_URL";
            case NoRemoteRepositoryException _ -> "there is no such repository; check the path in GIT_URL";
            default -> knownByItsWords(String.valueOf(cause.getMessage()));
        };
    }

    private static String knownByItsWords(String message) {
        if (message.contains("Cannot log in")) {
            return "the server does not accept the deploy key; add its public key there, or check the key in GIT_URL or"
                    + " SSH_KEY_FILE";
        }
        if (message.contains("does not appear to be a git repository")) {
            return "there is no such repository; check the path in GIT_URL";
        }
        return null;
    }

    private static String oneLine(String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
