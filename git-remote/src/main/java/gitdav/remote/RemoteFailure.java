package gitdav.remote;

import gitdav.program.Failure;
import gitdav.program.ForeignText;
import gitdav.remote.RemoteException.Kind;
import gitdav.remote.bucket.BucketException;
import gitdav.remote.format.UnknownFormatException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.internal.JGitText;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Why a remote could not be used, in one line, and which setting to look at. The libraries put the reason somewhere into
/// a chain of causes, and between the lines of their messages.
record RemoteFailure(Kind kind, String reason) {

    /// A server's words if the branch is, or was a moment ago, locked by another push: those of JGit, of native git, and
    /// of its newer versions. Of a branch that it has no right to write, native git says that it cannot lock it, too.
    private static final Pattern ANOTHER_PUSH = Pattern.compile("failed to lock|incorrect old value provided"
            + "|cannot lock ref .*(File exists|but expected|reference already exists)");

    /// MINA SSHD's words for a connection that ends meanwhile, on either side. One that ends at once it trips over.
    private static final Pattern BROKEN_LOGIN = Pattern.compile("Session is being closed"
            + "|Failed \\(\\w+\\) to execute: (Connection reset|Broken pipe)"
            + "|ConnectFuture.*Failed \\((NullPointer|MissingAttachedSession)Exception\\)");

    /// Errors of the remote's file system, in its own words.
    private static final Pattern NO_ROOM = Pattern.compile("No space left on device|Disk quota exceeded");

    /// A server's words for a repository that is not there: those of native git, and of hosts.
    private static final Pattern NO_SUCH_REPOSITORY = Pattern.compile("(?i)does not appear to be a git repository"
            + "|not (be )?found|not exist|no such|could not read from remote");

    static RemoteFailure of(IOException failure) {
        // What went wrong at first is suppressed where JGit then cannot even end its request in order.
        List<Throwable> causes = causes(failure).toList();
        return Stream.concat(causes.stream(),
                causes.stream().map(Throwable::getSuppressed).flatMap(Stream::of).flatMap(RemoteFailure::causes))
                .map(RemoteFailure::known).filter(reason -> reason != null).findFirst()
                .orElseGet(() -> new RemoteFailure(Kind.UNREACHABLE, oneLine(failure.getMessage())));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    /// @param answer the server's words for what it has not taken
    static RemoteFailure ofRefusal(String answer) {
        // Native git's words, if its user has no right to the repository's files.
        if (answer.contains("insufficient permission")) {
            return readOnly();
        }
        if (NO_ROOM.matcher(answer).find()) {
            return noRoom();
        }
        return ANOTHER_PUSH.matcher(answer).find()
                ? new RemoteFailure(Kind.MOVED_ON, "another push to it is running, " + oneLine(answer))
                : new RemoteFailure(Kind.REFUSED, "the server refuses it, " + oneLine(answer));
    }

    private static RemoteFailure known(Throwable cause) {
        return switch (cause) {
            case UnresolvedAddressException _,UnknownHostException _ -> new RemoteFailure(Kind.UNREACHABLE,
                    "there is no host of that name; check GIT_URL");
            case ConnectException refused -> new RemoteFailure(Kind.UNREACHABLE,
                    refused.getMessage() + "; is the server up? check GIT_URL");
            case NoRemoteRepositoryException _ -> missing();
            case BucketException answer -> ofStore(answer);
            case UnknownFormatException format -> new RemoteFailure(Kind.FORMAT, format.getMessage());
            case SSLException tls -> new RemoteFailure(Kind.ACCESS, ofCertificate(tls));
            case EOFException _ -> new RemoteFailure(Kind.UNREACHABLE, "the line broke");
            case InterruptedIOException slow -> new RemoteFailure(Kind.STALLED, oneLine(slow.getMessage()));
            default -> knownByItsWords(String.valueOf(cause.getMessage()), cause.getCause());
        };
    }

    private static String ofCertificate(SSLException tls) {
        return causes(tls).map(cause -> switch (cause) {
            case CertificateExpiredException expired -> "the server's certificate has expired (" + oneLine(
                    expired.getMessage()) + "); its owner has to renew it, or the clock here is wrong";
            case CertificateNotYetValidException early -> "the server's certificate is not valid yet (" + oneLine(
                    early.getMessage()) + "); the clock here may be wrong";
            default -> null;
        }).filter(reason -> reason != null).findFirst().orElseGet(() -> "the server's certificate cannot be trusted: "
                + oneLine(tls.getMessage()) + "; if its authority is your own, name it in TLS_CA_FILE");
    }

    private static RemoteFailure knownByItsWords(String message, Throwable cause) {
        if (message.contains("Cannot log in")) {
            return new RemoteFailure(Kind.ACCESS, "the server does not accept the deploy key; add its public key there,"
                    + " or check the key in GIT_URL or SSH_KEY_FILE");
        }
        if (BROKEN_LOGIN.matcher(message).find()) {
            return new RemoteFailure(Kind.UNREACHABLE,
                    "the line broke, or the server hung up, before the login was done");
        }
        if (message.contains("on the remote end") && NO_ROOM.matcher(message).find()) {
            return noRoom();
        }
        // JGit's words, when it pushes.
        if (message.contains("Invalid ref advertisement line: 'shallow")) {
            return new RemoteFailure(Kind.FORMAT, "the repository is shallow: it lacks a part of its own history; run"
                    + " 'git fetch --unshallow' in it, or take another");
        }
        if (message.contains("Invalid packet line header")) {
            return new RemoteFailure(Kind.ACCESS,
                    "what answers there is no git server, or prints a text before it is one");
        }
        if (message.endsWith("not authorized") || message.contains("no CredentialsProvider")) {
            return new RemoteFailure(Kind.ACCESS, "the server does not accept the token or password, or there is none;"
                    + " check HTTPS_CREDENTIALS_FILE");
        }
        // JGit's own words when a push is refused at the door and a fetch is not. With a cause, the fetch failed, too.
        if (message.contains(JGitText.get().pushNotPermitted) && cause == null) {
            return readOnly();
        }
        // The same for https, where the server answers 403.
        if (message.contains("git-receive-pack not permitted")) {
            return readOnly();
        }
        if (message.contains("Unable to load credentials")) {
            return new RemoteFailure(Kind.ACCESS, "there are no credentials; set S3_CREDENTIALS_FILE, or"
                    + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
        return message.contains("does not appear to be a git repository") ? missing() : null;
    }

    private static RemoteFailure ofStore(BucketException answer) {
        if (answer.saysNoSuchBucket()) {
            return new RemoteFailure(Kind.MISSING, "there is no such bucket; check GIT_URL, S3_ENDPOINT and S3_REGION");
        }
        if (answer.saysUnknown()) {
            return new RemoteFailure(Kind.ACCESS,
                    "the store does not accept the credentials; check S3_CREDENTIALS_FILE,"
                            + " or what stands in for it");
        }
        return new RemoteFailure(answer.saysAccessDenied() ? Kind.ACCESS : Kind.REFUSED, oneLine(answer.getMessage()));
    }

    /// What has come of a key or login that was replaced while the program ran.
    static RemoteFailure ofSecret(IOException failure) {
        return new RemoteFailure(Kind.ACCESS, "the key or login cannot be used any more: " + oneLine(
                Failure.describe(failure)) + "; check SSH_KEY_FILE or HTTPS_CREDENTIALS_FILE");
    }

    private static RemoteFailure noRoom() {
        return new RemoteFailure(Kind.REFUSED, "the disk of the remote is full, or its quota is used up; make room"
                + " there");
    }

    /// What a push has come to that we have no right to.
    static RemoteFailure readOnly() {
        return new RemoteFailure(Kind.READ_ONLY, "the key or login may only read; give it write access there");
    }

    private static RemoteFailure missing() {
        return new RemoteFailure(Kind.MISSING, "there is no such repository; check the path in GIT_URL");
    }

    /// Whether these are a server's words for a repository that is not there.
    static boolean saysMissing(String words) {
        return NO_SUCH_REPOSITORY.matcher(words).find();
    }

    /// @param words of a server that lets us in, and then hands out nothing: as one line of limited length
    static RemoteFailure ofRefusedLogin(String words) {
        return new RemoteFailure(Kind.ACCESS, "the server does not hand out the repository; the server says: " + words);
    }

    /// JGit begins with the URL, which we have said already.
    private static String oneLine(String message) {
        return ForeignText.oneLine(String.valueOf(message).strip().replaceFirst("^\\w+://\\S+: ", ""));
    }
}
