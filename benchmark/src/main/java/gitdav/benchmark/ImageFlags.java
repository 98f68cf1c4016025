package gitdav.benchmark;

import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// The flags of the virtual machine in webdav-app's container, where the container's memory limit is one of them.
final class ImageFlags {

    /// What `k8s/` gives webdav-app: the heap is a share of it.
    static final String MEMORY_LIMIT = "256m";

    private ImageFlags() {}

    /// Reads them where the images are made, so that there is no second list.
    ///
    /// @param project the folder with the project's `pom.xml`
    static List<String> read(Path project) throws IOException {
        String heap = texts(project.resolve("webdav-app/pom.xml"), "heap.percentage").getFirst();
        return Stream.concat(Stream.of("-XX:MaxRAM=" + MEMORY_LIMIT), texts(project.resolve("pom.xml"), "jvmFlag")
                .stream().map(flag -> flag.replace("${heap.percentage}", heap))).toList();
    }

    private static List<String> texts(Path pom, String element) throws IOException {
        try {
            NodeList found = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile())
                    .getElementsByTagName(element);
            return IntStream.range(0, found.getLength()).mapToObj(i -> found.item(i).getTextContent().strip()).toList();
        } catch (ParserConfigurationException | SAXException notXml) {
            throw new IOException("Cannot read the flags of the images in " + pom + ": " + notXml, notXml);
        }
    }
}
