package gitdav.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Libraries without their publishers' signatures. Java verifies a signed jar at every start before it takes a class from
/// there (0.2 to 0.4 s with JGit's and Bouncy Castle's), and an AOT cache takes no class from it. What Maven has loaded it has
/// checked by its own checksums.
final class UnsignedJars {

    private UnsignedJars() {}

    /// Removes the signatures from each signed jar in a folder. The same jar gives the same result, byte for byte.
    static void unsign(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                removeSignatures(jar);
            }
        }
    }

    private static void removeSignatures(Path jar) throws IOException {
        Path unsigned = jar.resolveSibling(jar.getFileName() + ".unsigned");
        try (var signed = new ZipFile(jar.toFile())) {
            if (signed.stream().noneMatch(UnsignedJars::isSignature)) {
                return;
            }
            try (var copy = new ZipOutputStream(Files.newOutputStream(unsigned))) {
                for (ZipEntry entry : signed.stream().filter(Predicate.not(UnsignedJars::isSignature)).toList()) {
                    var same = new ZipEntry(entry.getName());
                    same.setTimeLocal(entry.getTimeLocal());
                    copy.putNextEntry(same);
                    signed.getInputStream(entry).transferTo(copy);
                }
            }
        }
        Files.move(unsigned, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /// The files that the JAR specification names as parts of a signature.
    private static boolean isSignature(ZipEntry entry) {
        return entry.getName().matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
    }
}
