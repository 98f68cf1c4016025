/// One pod of processes: the programs as they are shipped, the user that they are in a pod, and volumes as clusters hand them
/// out. The other packages stand on this one.
package gitdav.e2e.pod;
