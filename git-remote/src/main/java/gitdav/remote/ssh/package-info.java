/// The way to a git server by SSH: who we are ([DeployKey]) and whether the server is who it should be ([HostKeys]).
/// [SshAccess] puts both together; nothing of the machine's own `~/.ssh` is read.
package gitdav.remote.ssh;
