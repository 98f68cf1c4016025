package gitdav.webdav.protocol;

/// What an answer is about.
///
/// @param isFolder its href ends in a slash then
public record Location(SharePath path, boolean isFolder) {}
