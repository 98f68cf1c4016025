/// git-init, the init phase of the pod: runs before the application, and ends well only if the application may start.
///
/// It decides what state the volume is in ([Verdict]), and does the one thing that this state calls for. It changes
/// nothing that is fine.
package gitdav.init;
