/// The remotes of the demo and of the tests, and no part of the pod.
///
/// [GitServer] is a small git server over SSH: Apache MINA SSHD for the line, JGit for both ends of git's protocol. The
/// others are well-known servers that a test starts: OpenSSH, native git over HTTPS, an S3 store, a proxy.
package gitdav.servers;
