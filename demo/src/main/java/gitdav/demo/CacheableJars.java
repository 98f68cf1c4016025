package gitdav.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Libraries in a form of which an AOT cache takes every class.
///
/// - Without their publishers' signatures. Java verifies a signed jar at every start before it takes a class from there (0.2
///   to 0.4 s with JGit's and Bouncy Castle's), and a cache takes no class from it. What Maven has loaded it has checked by
///   its own checksums.
/// - Without classes in the format of Java 5, picocli's: a cache takes none, since they lack the stack maps that later
///   formats have ([JVMS 4.10](https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.10)). They get those, and
///   the version of Java 8.
final class CacheableJars {

    private static final int NEWEST_WITHOUT_STACK_MAPS = ClassFile.JAVA_5_VERSION;
    /// Of the first eight bytes of a class, the last two are its version.
    private static final int HEAD = 8;
    private static final int VERSION = 6;

    private CacheableJars() {}

    /// Rewrites those jars in a folder that need it. The same jar gives the same result, byte for byte.
    static void prepare(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                prepareOne(jar);
            }
        }
    }

    private static void prepareOne(Path jar) throws IOException {
        Path prepared = jar.resolveSibling(jar.getFileName() + ".prepared");
        try (var original = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = original.stream().toList();
            if (entries.stream().noneMatch(entry -> isSignature(entry) || isOldClass(entry, original))) {
                return;
            }
            try (var copy = new ZipOutputStream(Files.newOutputStream(prepared));
                    var classes = new URLClassLoader(new URL[]{jar.toUri().toURL()},
                            ClassLoader.getPlatformClassLoader())) {
                for (ZipEntry entry : entries.stream().filter(Predicate.not(CacheableJars::isSignature)).toList()) {
                    var same = new ZipEntry(entry.getName());
                    same.setTimeLocal(entry.getTimeLocal());
                    copy.putNextEntry(same);
                    byte[] content = original.getInputStream(entry).readAllBytes();
                    copy.write(isOldClass(entry, content) ? withStackMaps(content, classes) : content);
                }
            }
        }
        Files.move(prepared, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /// The files that the JAR specification names as parts of a signature.
    private static boolean isSignature(ZipEntry entry) {
        return entry.getName().matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
    }

    private static boolean isOldClass(ZipEntry entry, ZipFile jar) {
        try (InputStream in = jar.getInputStream(entry)) {
            return isOldClass(entry, in.readNBytes(HEAD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOldClass(ZipEntry entry, byte[] content) {
        return entry.getName().endsWith(".class") && content.length >= HEAD
                && ByteBuffer.wrap(content).getShort(VERSION) <= NEWEST_WITHOUT_STACK_MAPS;
    }

    /// @param others which the code names
    private static byte[] withStackMaps(byte[] old, ClassLoader others) {
        ClassFile format = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption
                .of(ClassHierarchyResolver.ofResourceParsing(others)));
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        return format.transformClass(format.parse(old),
                version.andThen(ClassTransform.transformingMethodBodies(CodeBuilder::with)));
    }
}
