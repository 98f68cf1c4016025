/// The users' files: finds what is at a path, and changes one thing after the other with all that belongs to it, so that
/// neither another request nor `kill -9` nor a power cut ever sees half a change.
package gitdav.webdav.share;
