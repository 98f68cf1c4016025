/// git-backup, the maintenance phase of the pod: runs beside the application and stops after it.
///
/// At the times of its [Timetable], after changes, and a last time on SIGTERM, it makes a [Backup]: snapshot, commit, push. How
/// that went is an [Outcome], for the log and the [Status]. [RemoteVerification] proves that the remote can be restored.
package gitdav.backup;
