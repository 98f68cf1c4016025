/// The whole pod on one machine: what a kubelet does with the three containers, done with three processes, and a git
/// server for their remote.
package gitdav.demo;
