/// git-backup, the maintenance phase of the pod: runs beside the application and stops after it.
///
/// At the times of its [Schedule], and a last time on SIGTERM, it makes a [Backup]: snapshot, commit, push.
package gitdav.backup;
