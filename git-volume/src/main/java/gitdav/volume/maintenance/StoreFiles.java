package gitdav.volume.maintenance;

import gitdav.files.DurableFiles;
import gitdav.volume.store.NewStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The few files of a git directory that say what it is, beside its objects. JGit takes a repository that has lost some of
/// them for one that is still empty.
final class StoreFiles {

    /// What makes a folder a store, or what is left of one.
    private static final List<String> PARTS = List.of(Constants.HEAD, Constants.CONFIG, Constants.PACKED_REFS,
            "objects", "branches", "hooks", StoreRepair.NOTE);

    private StoreFiles() {}

    /// Whether there is anything of a store, but for the empty folders that one begins with.
    static boolean areThere(Path folder) throws IOException {
        if (PARTS.stream().anyMatch(part -> Files.exists(folder.resolve(part)))) {
            return true;
        }
        Path refs = folder.resolve("refs");
        if (Files.notExists(refs)) {
            return false;
        }
        try (Stream<Path> inRefs = Files.walk(refs)) {
            return inRefs.map(path -> folder.relativize(path).toString())
                    .anyMatch(name -> !NewStore.MADE_FIRST.contains(name));
        }
    }

    /// What is wrong with them, if anything.
    ///
    /// @param branch the store's, by its short name
    static Optional<String> damage(Path folder, String branch) throws IOException {
        if (Files.exists(folder.resolve(StoreRepair.NOTE))) {
            return Optional.of("its repair was not finished");
        }
        for (String needed : List.of("objects", "refs")) {
            if (!Files.isDirectory(folder.resolve(needed))) {
                return Optional.of("its folder " + needed + " is missing");
            }
        }
        if (!isBranch(DurableFiles.read(folder.resolve(Constants.HEAD)).orElse(""))) {
            return Optional.of("its HEAD is broken");
        }
        for (String ref : List.of(Constants.R_HEADS + branch, Constants.R_REMOTES + "origin/" + branch)) {
            Optional<String> text = DurableFiles.read(folder.resolve(ref));
            if (text.isPresent() && !text.get().matches("[0-9a-f]{40}\\n?")) {
                return Optional.of("its " + ref + " is broken");
            }
        }
        if (!DurableFiles.read(folder.resolve("shallow")).orElse("").matches("([0-9a-f]{40}\\n)*")) {
            return Optional.of("its shallow is broken");
        }
        Optional<String> packed = DurableFiles.read(folder.resolve(Constants.PACKED_REFS));
        if (packed.isPresent() && !packed.get().matches("(#.*\\n|\\^?[0-9a-f]{40}.*\\n)+")) {
            return Optional.of("its packed-refs is broken");
        }
        return Optional.empty();
    }

    private static boolean isBranch(String head) {
        return head.startsWith("ref: " + Constants.R_HEADS)
                && Repository.isValidRefName(head.substring("ref: ".length()).stripTrailing());
    }
}
