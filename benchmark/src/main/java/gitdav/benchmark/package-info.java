/// Measures webdav-app beside other WebDAV servers: each gets the same work over WebDAV, in turns, on the same disk.
package gitdav.benchmark;
