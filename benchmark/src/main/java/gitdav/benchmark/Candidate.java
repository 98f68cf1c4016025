package gitdav.benchmark;

import gitdav.demo.BuiltProgram;
import gitdav.demo.ImageMemory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A server that can take part, and how to start it: in the foreground, on one port of the loopback address, for
/// everybody to read and write.
enum Candidate {
    /// Ours, as fast as the others answer: nothing is flushed before the answer.
    GITDAV("gitdav") {
        @Override
        List<String> command(Home home) throws IOException {
            return gitdav();
        }

        @Override
        Map<String, String> environment(Home home) {
            return gitdav(home, "none");
        }
    },
    /// Ours by default: what was acknowledged survives a power cut. None of the others does that.
    FSYNC("gitdav fsync") {
        @Override
        List<String> command(Home home) throws IOException {
            return gitdav();
        }

        @Override
        Map<String, String> environment(Home home) {
            return gitdav(home, "fsync");
        }
    },
    APACHE("Apache") {
        @Override
        List<Requirement> requirements() {
            return List.of(Requirement.of("apache2", "/usr/sbin/apache2"),
                    Requirement.of("apache2", "/usr/lib/apache2/modules/mod_dav_fs.so"));
        }

        @Override
        List<String> command(Home home) throws IOException {
            return home.asNobodySpecial("/usr/sbin/apache2", "-D", "FOREGROUND", "-f",
                    home.configuration("apache.conf"));
        }
    },
    NGINX("nginx") {
        @Override
        List<Requirement> requirements() {
            return List.of(Requirement.of("nginx-full", "/usr/sbin/nginx"),
                    Requirement.of("libnginx-mod-http-dav-ext", "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so"));
        }

        @Override
        List<String> command(Home home) throws IOException {
            return home.asNobodySpecial("/usr/sbin/nginx", "-e", "stderr", "-c", home.configuration("nginx.conf"));
        }
    },
    LIGHTTPD("lighttpd") {
        @Override
        List<Requirement> requirements() {
            return List.of(Requirement.of("lighttpd", "/usr/sbin/lighttpd"),
                    Requirement.of("lighttpd-mod-webdav", "/usr/lib/lighttpd/mod_webdav.so"));
        }

        @Override
        List<String> command(Home home) throws IOException {
            return home.asNobodySpecial("/usr/sbin/lighttpd", "-D", "-f", home.configuration("lighttpd.conf"));
        }
    },
    RCLONE("rclone") {
        @Override
        List<Requirement> requirements() {
            return List.of(Requirement.of("rclone", "/usr/bin/rclone"));
        }

        @Override
        List<String> command(Home home) {
            return home.asNobodySpecial("/usr/bin/rclone", "serve", "webdav", "--config", "", "--addr",
                    "127.0.0.1:" + home.port(), home.data().toString());
        }
    },
    /// Apache Tomcat's `WebdavServlet`.
    TOMCAT("Tomcat") {
        @Override
        List<String> command(Home home) {
            return List.of(JAVA, "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                    TomcatWebdav.class.getName(), String.valueOf(home.port()), home.folder().toString());
        }
    },
    /// No peer, but what none of ours can be faster than.
    JETTY("bare Jetty") {
        @Override
        List<String> command(Home home) {
            return List.of(JAVA, "-Xmx512m", "-cp", System.getProperty("java.class.path"), BareJetty.class.getName(),
                    String.valueOf(home.port()));
        }
    };

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin/java").toString();

    private final String title;

    Candidate(String title) {
        this.title = title;
    }

    /// The head of its column.
    String title() {
        return title;
    }

    /// What must be installed.
    List<Requirement> requirements() {
        return List.of();
    }

    /// Whether a user could take it instead of ours.
    boolean isPeer() {
        return this != GITDAV && this != FSYNC && this != JETTY;
    }

    abstract List<String> command(Home home) throws IOException;

    /// What it gets besides the environment of this process.
    Map<String, String> environment(Home home) {
        return Map.of();
    }

    /// What it is called on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static List<String> gitdav() throws IOException {
        Path project = Path.of("");
        return BuiltProgram.in(project, "webdav-app")
                .command(ImageMemory.flags(project).toArray(String[]::new));
    }

    private static Map<String, String> gitdav(Home home, String durability) {
        return Map.of("DATA_DIR", home.data().toString(), "PORT", String.valueOf(home.port()), "MANAGEMENT_PORT", "0",
                "WEBDAV_DURABILITY", durability);
    }
}
