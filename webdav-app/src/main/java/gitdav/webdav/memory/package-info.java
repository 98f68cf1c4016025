/// How much memory clients can take up, and who has how much of it.
package gitdav.webdav.memory;
