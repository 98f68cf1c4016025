/// webdav-app as a process: what it answers, how it ends, and what neither attackers nor another user's files do to it.
package gitdav.e2e.share;
