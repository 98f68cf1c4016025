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
    static final String MEMORY_LIMIT = "512m";

    private ImageFlags() {}

    /// Reads them where the images are made, so that there is no second list.
    ///
    /// @param pom the project's
    static List<String> read(Path pom) throws IOException {
        try {
            NodeList flags = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile())
                    .getElementsByTagName("jvmFlag");
            return Stream.concat(Stream.of("-XX:MaxRAM=" + MEMORY_LIMIT),
                    IntStream.range(0, flags.getLength()).mapToObj(i -> flags.item(i).getTextContent().strip()))
                    .toList();
        } catch (ParserConfigurationException | SAXException notXml) {
            throw new IOException("Cannot read the flags of the images in " + pom + ": " + notXml, notXml);
        }
    }
}
