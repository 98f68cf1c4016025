/// git-backup as a process: when it backs up, what it takes over from the remote, and how it ends.
package gitdav.e2e.backup;
