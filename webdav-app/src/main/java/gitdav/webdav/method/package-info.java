/// A method's way through the server: Jetty hands the request to [DavHandler], Milton's chain of filters
/// ([FailureFilter], [DispatchFilter]) to the method's own [MethodHandler], which checks [Preconditions] and locks and
/// has the share do it.
package gitdav.webdav.method;
