/// How things get to the disk: written out of sight, whole and flushed before they can be seen, within the quota. What
/// stands here knows files and folders, and nothing of what WebDAV keeps about them.
package gitdav.webdav.disk;
