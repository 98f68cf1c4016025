/// Old versions of the share over HTTP, read-only, for the other containers of the pod: [HistoryServer]. `docs/history.md`
/// describes the requests and their answers.
package gitdav.backup.history;
