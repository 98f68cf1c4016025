package gitdav.e2e.volume;

import gitdav.e2e.pod.PodUser;
import gitdav.servers.Command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a person commits to a repository in a folder, with git alone and without a work tree: no file system of this machine
/// has a say in the names.
///
/// @param repository of the pod's user
record CommittedFiles(Path repository) {

    /// Commits what the branch has, without some files and with others.
    void commit(List<String> gone, Map<String, String> files) throws IOException {
        git("read-tree", "main");
        for (String name : gone) {
            git("update-index", "--force-remove", name);
        }
        Path content = Files.createTempFile("content", "");
        for (var file : files.entrySet()) {
            Files.writeString(content, file.getValue());
            String blob = git("hash-object", "-w", content.toString());
            git("update-index", "--add", "--cacheinfo", "100644," + blob + "," + file.getKey());
        }
        Files.delete(content);
        git("update-ref", "refs/heads/main", git("-c", "user.name=p", "-c", "user.email=p@localhost", "commit-tree",
                "-p", "main", "-m", "theirs", git("write-tree")));
        PodUser.own(repository);
    }

    /// The paths of all files that the branch has.
    List<String> files() throws IOException {
        return git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "main").lines().toList();
    }

    private String git(String... arguments) throws IOException {
        return Command.run(Stream.concat(
                Stream.of("git", "-C", repository.toString(), "--git-dir=.", "--work-tree=.", "-c", "safe.directory=*"),
                Stream.of(arguments)).toArray(String[]::new)).strip();
    }
}
