/// What the share was, as git-backup hands it out ([History]), and how it comes back ([PastCopy]). Knows nothing of git:
/// plain HTTP and JSON, as `docs/history.md` describes them.
package gitdav.webdav.history;
