package gitdav.e2e.document;

import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Every link of the documentation leads somewhere. Addresses of other sites are only read: a build asks no network.
class LinksTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

    static List<Document> documents() throws IOException {
        return Document.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linkedFileExists(Document document) {
        assertThat(localLinks(document)).allSatisfy(link -> {
            assertThat(file(document, link)).as(link.toString()).exists();
            assertThat(file(document, link).toRealPath()).as("%s, in upper and lower case", link)
                    .endsWith(ProgramProcess.ROOT.toRealPath().relativize(file(document, link).toRealPath()));
        });
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linkedFileBelongsToTheProject(Document document) {
        assertThat(localLinks(document)).allSatisfy(link -> assertThat(file(document, link)).as(link.toString())
                .startsWith(ProgramProcess.ROOT).asString().doesNotContain("/target/"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void anchorIsAHeadingOfTheLinkedDocument(Document document) {
        assertThat(localLinks(document)).filteredOn(link -> link.target().contains("#"))
                .allSatisfy(link -> assertThat(Document.read(file(document, link)).anchors()).as(link.toString())
                        .contains(link.target().substring(link.target().indexOf('#') + 1)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linkToAClassHasItsName(Document document) {
        assertThat(localLinks(document))
                .filteredOn(link -> link.target().endsWith(".java") && !link.target().endsWith("package-info.java"))
                .allSatisfy(link -> assertThat(file(document, link).getFileName()).hasToString(link.text() + ".java"));
    }

    @Test
    void testThatADocumentNamesExists() throws IOException {
        List<String> named = documents().stream().flatMap(document -> TEST.matcher(document.text()).results())
                .map(match -> match.group(1) + ".java").toList();

        try (Stream<Path> files = Files.walk(ProgramProcess.ROOT)) {
            assertThat(files.filter(file -> file.toString().contains("/src/test/java/"))
                    .map(file -> file.getFileName().toString())).containsAll(named);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void addressOfAnotherSiteIsEncrypted(Document document) {
        assertThat(document.links()).map(Document.Link::target).filteredOn(LinksTest::isAddress)
                .allSatisfy(address -> assertThat(URI.create(address)).hasScheme("https").hasNoUserInfo());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyPageIsLinkedFromTheReadmeOrFromAPageThatIs(Document document) throws IOException {
        Document readme = documents().getFirst();
        Stream<Path> linked = documents().stream().filter(page -> !page.equals(document))
                .flatMap(page -> localLinks(page).stream().map(link -> file(page, link)));

        assertThat(document.equals(readme) ? Stream.of(readme.path()) : linked).contains(document.path());
    }

    private static List<Document.Link> localLinks(Document document) {
        return document.links().stream().filter(link -> !isAddress(link.target())).toList();
    }

    private static boolean isAddress(String target) {
        return target.matches("[a-z]+:.*");
    }

    private static Path file(Document document, Document.Link link) {
        String path = link.target().replaceFirst("#.*", "");
        return path.isEmpty() ? document.path() : document.path().resolveSibling(path).normalize();
    }
}
