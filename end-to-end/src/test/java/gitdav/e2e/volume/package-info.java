/// Volumes of every kind: as clusters hand them out, with other file systems, and with disks and system calls that fail.
package gitdav.e2e.volume;
