package gitdav.demo;

import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class CacheableJarsTest {

    @TempDir
    private Path libraries;

    private Path copyOfJarWith(Class<?> type) throws Exception {
        Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Files.copy(jar, libraries.resolve(jar.getFileName()));
    }

    @Test
    void classesOfJava5GetStackMapsWhichJavaVerifies() throws Exception {
        Path jar = copyOfJarWith(CommandLine.class);

        CacheableJars.prepare(libraries);

        assertThat(classVersions(jar)).isNotEmpty().allMatch(version -> version >= ClassFile.JAVA_8_VERSION);
        try (var loader = new URLClassLoader(new URL[]{jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            try (var zip = new ZipFile(jar.toFile())) {
                for (String name : zip.stream().map(ZipEntry::getName).filter(CacheableJarsTest::isPlainClass)
                        .toList()) {
                    // Java verifies a class when it initializes it.
                    assertThatCode(() -> Class.forName(name.replace('/', '.').replace(".class", ""), true, loader))
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    /// But for what Groovy loads.
    private static boolean isPlainClass(String name) {
        return name.startsWith("picocli/CommandLine") && name.endsWith(".class");
    }

    @Test
    void signaturesAreRemovedAndAllElseStays() throws Exception {
        Path jar = copyOfJarWith(Repository.class);
        List<String> before = entries(jar);
        assertThat(before).anyMatch(CacheableJarsTest::isSignature);

        CacheableJars.prepare(libraries);

        before.removeIf(CacheableJarsTest::isSignature);
        assertThat(entries(jar)).isEqualTo(before);
    }

    @Test
    void sameJarBecomesTheSame() throws Exception {
        Path jar = copyOfJarWith(CommandLine.class);
        byte[] original = Files.readAllBytes(jar);
        CacheableJars.prepare(libraries);
        byte[] first = Files.readAllBytes(jar);

        Files.write(jar, original);
        CacheableJars.prepare(libraries);

        assertThat(first).isNotEqualTo(original);
        assertThat(jar).hasBinaryContent(first);
        CacheableJars.prepare(libraries);
        assertThat(jar).hasBinaryContent(first);
    }

    private static boolean isSignature(String entry) {
        return entry.matches("META-INF/\\S*\\.(SF|RSA) .*");
    }

    /// Names and checksums, in order.
    private static List<String> entries(Path jar) throws Exception {
        try (var zip = new ZipFile(jar.toFile())) {
            return new ArrayList<>(zip.stream().map(entry -> entry.getName() + " " + entry.getCrc()).toList());
        }
    }

    private static List<Integer> classVersions(Path jar) throws Exception {
        var versions = new ArrayList<Integer>();
        try (var zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().filter(entry -> entry.getName().endsWith(".class")).toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    versions.add(ClassFile.of().parse(in.readAllBytes()).majorVersion());
                }
            }
        }
        return versions;
    }
}
