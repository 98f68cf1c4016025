package gitdav.remote.bucket;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.BundleWriter;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportBundleStream;
import org.eclipse.jgit.transport.URIish;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Writes and reads git bundles as files.
final class BundleFile {

    private static final int BUFFER = 1 << 16;

    private BundleFile() {}

    /// Writes a bundle that any git can clone or fetch from.
    ///
    /// @param number the bundle's, in the bucket
    /// @param ref the branch's full name
    /// @param from the commit that its readers have already; empty to begin with the first one
    /// @param to the branch's commit
    static Bundle write(Repository repository, Path file, int number, String ref, Optional<ObjectId> from, ObjectId to)
            throws IOException {
        var writer = new BundleWriter(repository);
        var packing = new PackConfig(repository);
        packing.setDeltaCompress(true);
        writer.setPackConfig(packing);
        writer.include(ref, to);
        writer.include(Constants.HEAD, to);
        try (var walk = new RevWalk(repository);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            if (from.isPresent()) {
                writer.assume(walk.parseCommit(from.get()));
            }
            writer.writeBundle(NullProgressMonitor.INSTANCE, out);
        }
        return new Bundle(number, sha256(file), Files.size(file), to);
    }

    /// Brings the bundle's commits into the repository.
    ///
    /// @param ref the branch's full name in the bundle
    /// @param tracking the name that it gets here
    /// @throws IOException if the file is not the bundle that it should be
    static void read(Repository repository, Path file, Bundle bundle, String ref, String tracking,
            ProgressMonitor progress) throws IOException {
        if (!sha256(file).equals(bundle.sha256())) {
            throw new IOException(
                    "the object '" + bundle.key() + "' is damaged: its SHA-256 is not the one in its name");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                Transport transport = new TransportBundleStream(repository, new URIish(), in)) {
            transport.fetch(progress, List.of(new RefSpec("+" + ref + ":" + tracking)));
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
