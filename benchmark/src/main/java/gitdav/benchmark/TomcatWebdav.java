package gitdav.benchmark;

import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.WebdavServlet;
import org.apache.catalina.startup.Tomcat;

import java.nio.file.Path;

/// Tomcat with its own WebDAV servlet: one of the servers that webdav-app is compared with.
final class TomcatWebdav {

    private TomcatWebdav() {}

    /// Serves until the process is killed.
    ///
    /// @param arguments the port, and a folder that has the folders `data`, to be served, and `run`
    public static void main(String... arguments) throws LifecycleException {
        start(Integer.parseInt(arguments[0]), Path.of(arguments[1])).getServer().await();
    }

    /// @param port 0 for any free one
    static Tomcat start(int port, Path home) throws LifecycleException {
        var connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        // wrk keeps its connections for as long as it runs.
        connector.setProperty("maxKeepAliveRequests", "-1");
        var tomcat = new Tomcat();
        tomcat.setBaseDir(home.resolve("run").toString());
        tomcat.setConnector(connector);
        var context = tomcat.addContext("", home.resolve("data").toString());
        var webdav = Tomcat.addServlet(context, "webdav", new WebdavServlet());
        webdav.addInitParameter("readonly", "false");
        // Without it there is no PROPFIND.
        webdav.addInitParameter("listings", "true");
        webdav.addMapping("/*");
        tomcat.start();
        return tomcat;
    }
}
