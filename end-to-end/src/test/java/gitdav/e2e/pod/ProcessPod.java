package gitdav.e2e.pod;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The programs of a pod, one after the other, run by its user: those of git by the [ProgramLoop], and as a process of its own
/// what is begun.
///
/// @param data the data volume
/// @param git the git volume
/// @param remote the repository, in a folder
public record ProcessPod(Path data, Path git, Path remote) {

    /// git-init, which has to succeed.
    ///
    /// @return what it says
    public String start(String... arguments) throws IOException {
        return run("git-init", arguments);
    }

    /// One backup, which has to succeed.
    ///
    /// @return what git-backup says
    public String backUp() throws IOException {
        return run("git-backup", "--once");
    }

    /// Uploads a file to webdav-app, which has to take it.
    public void upload(String name, String content) throws Exception {
        upload(Map.of(name, content));
    }

    /// Uploads files to webdav-app, which has to take them.
    ///
    /// @param files names and contents
    public void upload(Map<String, String> files) throws Exception {
        try (var webdavApp = begin("webdav-app"); var http = new Http()) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                var answer = http.send("PUT", webdavApp.uri().resolve(file.getKey()), file.getValue());
                assertThat(answer.statusCode()).as(answer.body() + webdavApp.output()).isIn(201, 204);
            }
            webdavApp.sigterm();
            assertThat(webdavApp.exitCode()).as(webdavApp.output()).isZero();
        }
    }

    /// Begins one of the programs.
    public ProgramProcess begin(String program, String... arguments) throws IOException {
        return ProgramProcess.startInPod(program, settings(), arguments);
    }

    /// Runs one of the git programs, which may fail.
    public ProgramLoop.Run tryToRun(String program, String... arguments) throws IOException {
        return ProgramLoop.sharedInPod().run(program, settings(), arguments);
    }

    private String run(String program, String... arguments) throws IOException {
        return ProgramLoop.sharedInPod().succeed(program, settings(), arguments);
    }

    /// What each of the programs is set to.
    public Map<String, String> settings() {
        return Map.of("DATA_DIR", data.toString(), "GIT_STORE", git.toString(), "GIT_URL", remote.toUri().toString(),
                "PORT", "0", "MANAGEMENT_PORT", "0");
    }

    /// What is in the data volume beside our own folder.
    public Map<String, String> files() throws IOException {
        return UsersFiles.in(data);
    }
}
