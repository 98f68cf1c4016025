/// A small git server over SSH: Apache MINA SSHD for the line, JGit for both ends of git's protocol. It is the remote of
/// the demo and of the tests, and no part of the pod.
package gitdav.server;
