/// HTTP, below WebDAV: Jetty as this server needs it, TLS, the bodies of requests and answers on their way between the
/// network and files, answers given again, and what is logged and measured.
package gitdav.webdav.http;
