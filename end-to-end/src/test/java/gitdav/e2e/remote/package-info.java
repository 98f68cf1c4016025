/// Backup and restore with each kind of remote: a folder, SSH, HTTPS, a bucket; and with whatever git makes of a file.
package gitdav.e2e.remote;
